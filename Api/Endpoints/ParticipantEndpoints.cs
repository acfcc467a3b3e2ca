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
        routes.ForServers.Put(Participant, "PutParticipant", "PutParticipant", ParticipantReader.Put, PutAsync)
            .Answers<CallAnswer>("Says who is in a call, and with which tracks");
        routes.ForServers.Delete(Participant, "RemoveParticipant", "RemoveParticipant", Nothing.Read, RemoveAsync)
            .Answers<CallAnswer>("Says that a participant has left");
    }

    private static async Task<Answer> PutAsync(ApiCall call, ParticipantRequest participant)
    {
        var tracks = participant.Tracks.Select(track => track with { Source = call.Seal(track.Source) });
        var outcome = await call.Call.PutParticipantAsync(participant with { Tracks = [.. tracks] }, call.Aborted);
        return Answer.Of(outcome, state => CallAnswer.From(state, call.OwnCapabilities));
    }

    private static async Task<Answer> RemoveAsync(ApiCall call, Nothing nothing)
    {
        var outcome = await call.Call.RemoveParticipantAsync(call.Route("user_session_id"), call.Aborted);
        return Answer.Of(outcome, state => CallAnswer.From(state, call.OwnCapabilities));
    }
}
