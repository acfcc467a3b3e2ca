using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Api.Realtime;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

internal static class CallEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapCalls(this ApiRoutes routes, Connections connections)
    {
        routes.Post(Call, "GetOrCreateCall", "CreateCall", CallReader.GetOrCreate, (call, request) => GetOrCreateAsync(call, request, connections))
            .Answers<CallAnswer>("Answers a call, and makes it if it does not exist");
        routes.Get(Call, "GetCall", "ReadCall", CallReader.Get, (call, request) => GetAsync(call, request, connections))
            .Answers<CallAnswer>("Reads a call");
        routes.Patch(Call, "UpdateCall", "UpdateCall", CallReader.Update, UpdateAsync)
            .Answers<CallAnswer>("Changes settings, custom data or start of a call");
        routes.Post($"{Call}/delete", "DeleteCall", "DeleteCall", input => input.Body.Flag("hard") ?? false, DeleteAsync)
            .Answers<DeletedAnswer>("Ends a call and deletes it, softly or for good");
    }

    private static async Task<Answer> GetOrCreateAsync(ApiCall call, WithMembers<GetOrCreateCall> request, Connections connections)
    {
        if (await call.WhyNotAsync(Needed(request.Request), creates: true) is { } refusal)
        {
            return new(null, refusal);
        }

        await WatchAsync(call, request.ConnectionId, connections);
        var outcome = await call.Call.GetOrCreateAsync(AsCreator(call, request.Request), call.Aborted);

        // Who made the call may be a member of it now, with a role.
        var own = outcome.Value is { Created: true } ? await call.CapabilitiesAsync() : call.OwnCapabilities;
        return Answer.Of(outcome, state => CallAnswer.From(state, own, request.MembersLimit) with { Created = state.Created });
    }

    private static async Task<Answer> GetAsync(ApiCall call, WithMembers<Nothing> request, Connections connections)
    {
        await WatchAsync(call, request.ConnectionId, connections);
        return Answer.Of(await call.Call.GetAsync(call.Aborted), state => CallAnswer.From(state, call.OwnCapabilities, request.MembersLimit));
    }

    // Before the call is read: what happens between the two is told, and the client misses nothing.
    private static Task WatchAsync(ApiCall call, string? connectionId, Connections connections)
        => connectionId is null ? Task.CompletedTask : connections.WatchAsync(call.App, new(connectionId, call.Actor, [call.Cid]), call.Aborted);

    private static async Task<Answer> UpdateAsync(ApiCall call, CallUpdate update)
        => await call.WhyNotAsync(update.SettingsOverride is null ? [] : [Permissions.UpdateCallSettings]) is { } refusal
            ? new(null, refusal)
            : Answer.Of(await call.Call.UpdateAsync(update, call.Aborted), state => CallAnswer.From(state, call.OwnCapabilities));

    // Settings may start a recording, and roles may allow it: making a call must not be a way around what is not granted.
    private static IEnumerable<Permission> Needed(GetOrCreateCall request)
    {
        if (request.SettingsOverride is not null)
        {
            yield return Permissions.UpdateCallSettings;
        }

        if (request.Members.Any(member => member.Role is not null))
        {
            yield return Permissions.UpdateCallMemberRole;
        }
    }

    private static async Task<Answer> DeleteAsync(ApiCall call, bool hard)
        => hard && call.UserId is not null
            ? new(null, Refusal.NotAllowed("hard deletes are for servers: they need a server-side token"))
            : Answer.Of(await call.Call.DeleteAsync(hard, call.Aborted), state => new DeletedAnswer(state.Call));

    // A user makes calls in its own name; what the body says of the creator is for servers.
    private static GetOrCreateCall AsCreator(ApiCall call, GetOrCreateCall request)
        => call.UserId is { } user ? request with { CreatedById = user, CreatedBy = null } : request;
}
