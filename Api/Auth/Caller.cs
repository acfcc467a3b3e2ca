namespace OrleansFrames.Api.Auth;

/// <summary>Who makes a request.</summary>
/// <param name="App">The API key.</param>
/// <param name="UserId">Null for a server-side token.</param>
internal sealed record Caller(string App, string? UserId)
{
    public const string AnonymousId = "!anon";

    public bool IsServer => UserId is null;

    public bool IsAnonymous => UserId == AnonymousId;
}
