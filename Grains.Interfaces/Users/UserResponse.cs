using OrleansFrames.Json;

namespace OrleansFrames.Users;

/// <summary>GetStream's UserResponse: the keys of the sample event plus <c>custom</c>, and what is set of the optional ones.</summary>
[GenerateSerializer, Immutable, Alias("frames.UserResponse")]
public sealed record UserResponse([property: Id(0)] string Id, [property: Id(1)] string Role)
{
    [Id(2)]
    public string? Name { get; init; }

    [Id(3)]
    public string? Image { get; init; }

    [Id(4)]
    public RawJson Custom { get; init; } = RawJson.EmptyObject;

    [Id(5)]
    public IReadOnlyList<string> Teams { get; init; } = [];

    [Id(6)]
    public string Language { get; init; } = "";

    [Id(7)]
    public bool Banned { get; init; }

    [Id(8)]
    public bool ShadowBanned { get; init; }

    [Id(9)]
    public bool Invisible { get; init; }

    [Id(10)]
    public bool Online { get; init; }

    [Id(11)]
    public IReadOnlyList<string> BlockedUserIds { get; init; } = [];

    [Id(12)]
    public DateTimeOffset CreatedAt { get; init; }

    [Id(13)]
    public DateTimeOffset UpdatedAt { get; init; }

    [Id(14)]
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>When a ban ends by itself; null without a ban, and for one without end.</summary>
    [Id(15)]
    public DateTimeOffset? BanExpires { get; init; }

    /// <summary>Tokens of the user that were issued before are refused; null revokes none.</summary>
    [Id(16)]
    public DateTimeOffset? RevokeTokensIssuedBefore { get; init; }
}
