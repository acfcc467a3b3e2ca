using OrleansFrames.Api.Auth;
using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Capture;
using OrleansFrames.Storage;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Operations;

/// <summary>A request that passed authentication, permission and reading: who calls, and what its path names.</summary>
internal sealed class ApiCall(HttpContext http, IGrainFactory grains, ISecretBox secrets, Caller caller, CallRights rights)
{
    public IGrainFactory Grains => grains;

    public string App => caller.App;

    /// <summary>Who acts: null for a server-side token.</summary>
    public string? UserId => caller.UserId;

    /// <summary>What the caller may do in the call of the path, as it was before the request.</summary>
    public IReadOnlyList<string> OwnCapabilities => rights.Capabilities;

    public Actor Actor => caller.Actor;

    /// <summary>The only calls, as <c>type:id</c>, that the caller's token is good for; null for tokens that are bound to none.</summary>
    public IReadOnlySet<string>? BoundTo => caller.Calls;

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>Type and id of the call in the path.</summary>
    public string Cid => $"{Route("type")}:{Route("id")}";

    /// <summary>The call in the path.</summary>
    public ICallGrain Call => grains.GetCall(App, Route("type"), Route("id"));

    /// <summary>What the caller may do in the call of the path now.</summary>
    public async Task<IReadOnlyList<string>> CapabilitiesAsync() => (await AskAsync(Permissions.ReadCall, creates: false)).Value?.Capabilities ?? [];

    /// <summary>Why the caller may not do in the call what only the body told; null when it may.</summary>
    /// <param name="creates">The call may have to be made.</param>
    public async Task<Refusal?> WhyNotAsync(IEnumerable<Permission> needed, bool creates = false)
    {
        foreach (var permission in caller.IsServer ? [] : needed)
        {
            if ((await AskAsync(permission, creates)).Refusal is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Asks for a permission in a call that only the body names.</summary>
    public async Task<Outcome<CallRights>> AskAsync(string type, string id, Permission permission)
    {
        var rights = await grains.GetCall(App, type, id).RightsAsync(new(caller.Actor, permission.Action), Aborted);
        return rights.Refusal is { Kind: RefusalKind.NotFound } || caller.IsGoodFor($"{type}:{id}") ? rights : Authorizer.OtherCalls;
    }

    /// <summary>The source as grains may see it: user and password sealed.</summary>
    public TrackSource Seal(TrackSource source) => source.Sealed(secrets, App);

    /// <summary>The update as grains may see it: secrets of hooks sealed.</summary>
    public AppUpdate Seal(AppUpdate update) => update.Sealed(secrets, App);

    public EventHook Seal(EventHook hook) => hook.Sealed(secrets, App);

    public LegacyHookFields Seal(LegacyHookFields fields) => fields.Sealed(secrets, App);

    /// <summary>A storage's credentials as grains may see them.</summary>
    public string Seal(StorageAccess access) => access.Seal(secrets, App);

    public string Route(string name) => (string)http.Request.RouteValues[name]!;

    private Task<Outcome<CallRights>> AskAsync(Permission permission, bool creates)
        => Call.RightsAsync(new(caller.Actor, permission.Action, Creates: creates), Aborted);
}
