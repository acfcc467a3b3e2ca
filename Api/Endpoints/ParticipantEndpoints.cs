using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Our own: a media server says who is in a call, and with which tracks.</summary>
internal static class ParticipantEndpoints
{
    private const string Participant = "/video/call/{type}/{id}/participants/{user_session_id}";

    public static void MapParticipants(this ApiRoutes routes)
    {
        routes.Put(Participant, "PutParticipant", "PutParticipant", ParticipantReader.Put, PutAsync);
        routes.Delete(Participant, "RemoveParticipant", "RemoveParticipant", Nothing.Read, RemoveAsync);
    }

    private static async Task<Answer> PutAsync(ApiCall call, ParticipantRequest participant)
    {
        var tracks = participant.Tracks.Select(track => track with { Source = call.Seal(track.Source) });
        return Answer.Of(await call.Call.PutParticipantAsync(participant with { Tracks = [.. tracks] }, call.Aborted), CallAnswer.From);
    }

    private static async Task<Answer> RemoveAsync(ApiCall call, Nothing nothing)
        => Answer.Of(await call.Call.RemoveParticipantAsync(call.Route("user_session_id"), call.Aborted), CallAnswer.From);
}
