using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's UpdateUsersResponse.</summary>
/// <param name="MembershipDeletionTaskId">Always empty: changing teams deletes no memberships here.</param>
internal sealed record UpdateUsersAnswer(IReadOnlyDictionary<string, FullUserAnswer> Users, string MembershipDeletionTaskId);

/// <summary>GetStream's FullUserResponse: the user, and members of its chat that are always empty here.</summary>
internal sealed record FullUserAnswer(string Id, string Role)
{
    public string? Name { get; init; }

    public string? Image { get; init; }

    public required RawJson Custom { get; init; }

    public required IReadOnlyList<string> Teams { get; init; }

    public required string Language { get; init; }

    public bool Banned { get; init; }

    public bool ShadowBanned { get; init; }

    public bool Invisible { get; init; }

    public bool Online { get; init; }

    public required IReadOnlyList<string> BlockedUserIds { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? LastActive { get; init; }

    public DateTimeOffset? BanExpires { get; init; }

    public DateTimeOffset? RevokeTokensIssuedBefore { get; init; }

    public IReadOnlyList<string> Devices { get; } = [];

    public IReadOnlyList<string> Mutes { get; } = [];

    public IReadOnlyList<string> ChannelMutes { get; } = [];

    public int TotalUnreadCount { get; }

    public int UnreadChannels { get; }

    public int UnreadCount { get; }

    public int UnreadThreads { get; }

    public static FullUserAnswer From(UserResponse user) => new(user.Id, user.Role)
    {
        Name = user.Name,
        Image = user.Image,
        Custom = user.Custom,
        Teams = user.Teams,
        Language = user.Language,
        Banned = user.Banned,
        ShadowBanned = user.ShadowBanned,
        Invisible = user.Invisible,
        Online = user.Online,
        BlockedUserIds = user.BlockedUserIds,
        CreatedAt = user.CreatedAt,
        UpdatedAt = user.UpdatedAt,
        LastActive = user.LastActive,
        BanExpires = user.BanExpires,
        RevokeTokensIssuedBefore = user.RevokeTokensIssuedBefore,
    };
}
