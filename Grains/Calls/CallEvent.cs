using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>The body of a call's events (contract of GetStream/protocol); members that an event does not have are left out.</summary>
internal sealed record CallEvent(string Type, DateTimeOffset CreatedAt, string CallCid)
{
    public string? EgressId { get; init; }

    public string? SessionId { get; init; }

    public CallResponse? Call { get; init; }

    public CallParticipantResponse? Participant { get; init; }

    /// <summary>Members, or of those that were removed their user ids.</summary>
    public IReadOnlyList<object>? Members { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? CapabilitiesByRole { get; init; }

    public long? DurationSeconds { get; init; }

    /// <summary>Why. Of a failed recording it is the failure: ours, beyond the contract.</summary>
    public string? Reason { get; init; }

    /// <summary>What the user may do in the call now.</summary>
    public IReadOnlyList<string>? OwnCapabilities { get; init; }

    /// <summary>What an event of the app's own says.</summary>
    public RawJson? Custom { get; init; }

    /// <summary>Whom it happened to; who ended a call or sent an event.</summary>
    public UserResponse? User { get; init; }

    public UserResponse? KickedByUser { get; init; }

    public UserResponse? BlockedByUser { get; init; }

    /// <summary>Who muted; empty when a server did it of its own.</summary>
    public string? FromUserId { get; init; }

    public IReadOnlyList<string>? MutedUserIds { get; init; }
}
