using OrleansFrames.Api.Auth;
using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Api.Operations;

/// <summary>A request that passed authentication and reading: who calls, and what its path names.</summary>
internal sealed class ApiCall(HttpContext http, IGrainFactory grains, ISecretBox secrets, Caller caller)
{
    public IGrainFactory Grains => grains;

    public string App => caller.App;

    /// <summary>Who acts: null for a server-side token.</summary>
    public string? UserId => caller.UserId;

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>Type and id of the call in the path.</summary>
    public string Cid => $"{Route("type")}:{Route("id")}";

    /// <summary>The call in the path.</summary>
    public ICallGrain Call => grains.GetCall(App, Route("type"), Route("id"));

    /// <summary>The source as grains may see it: user and password sealed.</summary>
    public TrackSource Seal(TrackSource source) => source.Sealed(secrets, App);

    public string Route(string name) => (string)http.Request.RouteValues[name]!;
}
