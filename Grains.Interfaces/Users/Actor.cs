namespace OrleansFrames.Users;

/// <summary>Who acts, as a verified token says.</summary>
/// <param name="UserId">Null for a server-side token, <see cref="AnonymousId"/> for callers without a name.</param>
/// <param name="CallRole">The role that a call token lends in its calls; null when it lends none.</param>
[GenerateSerializer, Immutable, Alias("frames.Actor")]
public sealed record Actor([property: Id(0)] string? UserId, [property: Id(1)] string? CallRole = null)
{
    /// <summary>The user id of everybody who gives none (GetStream's).</summary>
    public const string AnonymousId = "!anon";

    /// <summary>When the token says it was issued; null when it does not say, the end of time when it is not checked.</summary>
    [Id(2)]
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The app does not check permissions: the user may do all that grants would refuse.</summary>
    [Id(3)]
    public bool IsUnchecked { get; init; }

    public bool IsServer => UserId is null;

    public bool IsAnonymous => UserId == AnonymousId;
}
