namespace OrleansFrames.Apps;

/// <summary>Whom an app lets in, and what it lets them do: switches and grants of GetStream's UpdateAppRequest.</summary>
[GenerateSerializer, Immutable, Alias("frames.AppAccess")]
public sealed record AppAccess
{
    public static AppAccess Default { get; } = new();

    /// <summary>Tokens of users are believed unverified, and a user may be named without one. Server-side tokens are always verified.</summary>
    [Id(0)]
    public bool DisableAuthChecks { get; init; }

    /// <summary>Users may do all that grants would refuse. What is for servers alone stays so, and bans and blocks hold.</summary>
    [Id(1)]
    public bool DisablePermissionsChecks { get; init; }

    /// <summary>Nobody becomes a guest any more; guests that there are stay.</summary>
    [Id(2)]
    public bool GuestUserCreationDisabled { get; init; }

    /// <summary>Tokens that say to be older are refused, and users' tokens that do not say how old they are; null revokes none.</summary>
    [Id(3)]
    public DateTimeOffset? RevokeTokensIssuedBefore { get; init; }

    /// <summary>Role to permission ids, for what is about no call.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Grants { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
