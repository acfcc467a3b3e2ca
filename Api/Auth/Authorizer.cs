using OrleansFrames.Api.Operations;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Auth;

/// <summary>
/// Whether a caller may do an operation: in calls by the grants of their type, elsewhere by those of the app. One grain call, and none for a server
/// that asks about no call.
/// </summary>
internal sealed class Authorizer(IGrainFactory grains)
{
    public static Refusal OtherCalls { get; } = Refusal.NotAllowed("The token is good for other calls only (call_cids)");

    public Task<Outcome<CallRights>> AuthorizeAsync(HttpContext http, Operation operation, Caller caller)
    {
        if (operation.Side == Side.Anyone)
        {
            return Task.FromResult<Outcome<CallRights>>(CallRights.None);
        }

        var values = http.Request.RouteValues;
        return values["type"] is string type && values["id"] is string id
            ? InCallAsync(type, id, operation, caller, http.RequestAborted)
            : InAppAsync(operation, caller, http.RequestAborted);
    }

    private async Task<Outcome<CallRights>> InCallAsync(string type, string id, Operation operation, Caller caller, CancellationToken cancellationToken)
    {
        var rights = await grains.GetCall(caller.App, type, id).RightsAsync(Request(operation, caller), cancellationToken);
        return rights.Refusal is { Kind: RefusalKind.NotFound } ? rights : WhyNot(operation, caller, $"{type}:{id}") ?? rights;
    }

    private async Task<Outcome<CallRights>> InAppAsync(Operation operation, Caller caller, CancellationToken cancellationToken)
    {
        var refusal = WhyNot(operation, caller, cid: null)
            ?? (caller.IsServer ? null : await grains.GetApp(caller.App).CheckAsync(Request(operation, caller), cancellationToken));
        return refusal is null ? CallRights.None : refusal;
    }

    private static RightsRequest Request(Operation operation, Caller caller)
        => new(caller.Actor, operation.Action, operation.Side == Side.Server, Creates: operation.Action == Permissions.CreateCall.Action);

    private static Refusal? WhyNot(Operation operation, Caller caller, string? cid)
        => caller.IsServer && operation.Side == Side.Client ? Refusal.NotAllowed($"{operation.Name} is for clients: it needs a user's token")
            : !caller.IsGoodFor(cid) ? OtherCalls
            : null;
}
