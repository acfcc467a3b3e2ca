using OrleansFrames.Users;

namespace OrleansFrames.Api.Auth;

/// <summary>Who makes a request.</summary>
/// <param name="App">The API key.</param>
/// <param name="UserId">Null for a server-side token.</param>
internal sealed record Caller(string App, string? UserId)
{
    /// <summary>The calls that a call token is good for, as <c>type:id</c>; null for tokens that are bound to none.</summary>
    public IReadOnlySet<string>? Calls { get; init; }

    /// <summary>The role that a call token lends in its calls.</summary>
    public string? CallRole { get; init; }

    /// <summary>When the token says it was issued; null when it does not say, the end of time when it is not checked.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The app does not check permissions.</summary>
    public bool IsUnchecked { get; init; }

    /// <summary>False when the app does not check who its users are.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>When the token ends; null for tokens without an end.</summary>
    public DateTimeOffset? Expires { get; init; }

    public bool IsServer => UserId is null;

    public bool IsAnonymous => UserId == Actor.AnonymousId;

    public Actor Actor => new(UserId, Calls is null ? null : CallRole) { IssuedAt = IssuedAt, IsUnchecked = IsUnchecked };

    /// <param name="cid">Null for a request that is about no call.</param>
    public bool IsGoodFor(string? cid) => Calls is null || (cid is not null && Calls.Contains(cid));
}
