using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Endpoints;

internal static class RecordingEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapRecording(this ApiRoutes routes)
    {
        routes.Post($"{Call}/start_frame_recording", "StartFrameRecording", "StartFrameRecording", ReadStart, StartAsync, BodyUse.Lenient)
            .AnswersNothing("Starts taking pictures of every participant");
        routes.Post($"{Call}/stop_frame_recording", "StopFrameRecording", "StopFrameRecording", Nothing.Read, StopAsync, BodyUse.Ignored)
            .AnswersNothing("Stops taking pictures");
    }

    private static StartFrameRecording ReadStart(RequestInput input)
        => new(input.Body.Text("recording_external_storage", longest: 128) is { Length: > 0 } storage ? storage : null);

    private static async Task<Answer> StartAsync(ApiCall call, StartFrameRecording request)
        => new(Answer.Nothing, await call.Call.StartFrameRecordingAsync(request, call.Aborted));

    private static async Task<Answer> StopAsync(ApiCall call, Nothing nothing)
        => new(Answer.Nothing, await call.Call.StopFrameRecordingAsync(call.Aborted));
}
