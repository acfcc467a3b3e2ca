using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's GoLiveResponse and StopLiveResponse.</summary>
internal sealed record LiveAnswer(CallResponse Call);

/// <summary>What hosts do with a call: permissions of one user, backstage, events of their own.</summary>
internal static class LiveEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapLive(this ApiRoutes routes)
    {
        routes.Post($"{Call}/user_permissions", "UpdateUserPermissions", "UpdateCallPermissions", LiveReader.Permissions, PermitAsync)
            .AnswersNothing("Grants or revokes what a user may send in a call");
        routes.Post($"{Call}/go_live", "GoLive", "UpdateCall", LiveReader.GoLive, GoLiveAsync, BodyUse.Lenient)
            .Answers<LiveAnswer>("Opens a call's backstage: it is live");
        routes.Post($"{Call}/stop_live", "StopLive", "UpdateCall", Nothing.Read, StopLiveAsync, BodyUse.Ignored)
            .Answers<LiveAnswer>("Closes a call's backstage again");
        routes.Post($"{Call}/event", "SendCallEvent", "SendEvent", LiveReader.Event, SendEventAsync)
            .AnswersNothing("Sends an event of the caller's own to all who follow the call");
    }

    private static async Task<Answer> PermitAsync(ApiCall call, UserPermissionsUpdate update)
        => Answer.Of(await call.Call.UpdateUserPermissionsAsync(update, call.Aborted), _ => Answer.Nothing);

    private static async Task<Answer> GoLiveAsync(ApiCall call, Nothing nothing)
        => Answer.Of(await call.Call.GoLiveAsync(call.Aborted), state => new LiveAnswer(state.Call));

    private static async Task<Answer> StopLiveAsync(ApiCall call, Nothing nothing)
        => Answer.Of(await call.Call.StopLiveAsync(call.Aborted), state => new LiveAnswer(state.Call));

    private static async Task<Answer> SendEventAsync(ApiCall call, CustomEvent sent)
    {
        if (call.Actor.IsAnonymous)
        {
            return new(null, Refusal.NotAllowed("an event has a sender: it needs a user's token"));
        }

        // Users send in their own names; what the body says of the sender is for servers.
        var sender = call.UserId ?? sent.UserId;
        return sender.Length == 0
            ? new(null, Refusal.Input("user_id", "either user or user_id is required when using server side auth"))
            : Answer.Of(await call.Call.SendEventAsync(sent with { UserId = sender }, call.Aborted), _ => Answer.Nothing);
    }
}
