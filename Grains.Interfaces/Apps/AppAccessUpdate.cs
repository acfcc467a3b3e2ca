namespace OrleansFrames.Apps;

/// <summary>What a PATCH of the app names of its <see cref="AppAccess"/>; null leaves a setting as it is.</summary>
[GenerateSerializer, Immutable, Alias("frames.AppAccessUpdate")]
public sealed record AppAccessUpdate
{
    public static AppAccessUpdate None { get; } = new();

    [Id(0)]
    public bool? DisableAuthChecks { get; init; }

    [Id(1)]
    public bool? DisablePermissionsChecks { get; init; }

    [Id(2)]
    public bool? GuestUserCreationDisabled { get; init; }

    [Id(3)]
    public DateTimeOffset? RevokeTokensIssuedBefore { get; init; }

    /// <summary>No token is revoked by its age any more.</summary>
    [Id(4)]
    public bool EndsRevocation { get; init; }

    /// <summary>A role that is given gets exactly that list, others keep theirs.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Grants { get; init; }
}
