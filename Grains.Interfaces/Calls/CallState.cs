using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>A call with its members, as answers carry them.</summary>
/// <param name="Created">Whether this request made it.</param>
[GenerateSerializer, Immutable, Alias("frames.CallState")]
public sealed record CallState(
    [property: Id(0)] CallResponse Call,
    [property: Id(1)] IReadOnlyList<MemberResponse> Members,
    [property: Id(2)] bool Created = false);

/// <summary>GetStream's MemberResponse.</summary>
[GenerateSerializer, Immutable, Alias("frames.MemberResponse")]
public sealed record MemberResponse(
    [property: Id(0)] string UserId,
    [property: Id(1)] UserResponse User,
    [property: Id(2)] string Role,
    [property: Id(3)] RawJson Custom,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset UpdatedAt);

/// <summary>GetStream's CallSessionResponse.</summary>
[GenerateSerializer, Immutable, Alias("frames.CallSessionResponse")]
public sealed record CallSessionResponse(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] DateTimeOffset? EndedAt,
    [property: Id(3)] IReadOnlyList<CallParticipantResponse> Participants,
    [property: Id(4)] IReadOnlyDictionary<string, int> ParticipantsCountByRole)
{
    [Id(5)]
    public DateTimeOffset? LiveStartedAt { get; init; }

    [Id(6)]
    public DateTimeOffset? LiveEndedAt { get; init; }

    public IReadOnlyDictionary<string, DateTimeOffset> AcceptedBy => NoTimes;

    public IReadOnlyDictionary<string, DateTimeOffset> MissedBy => NoTimes;

    public IReadOnlyDictionary<string, DateTimeOffset> RejectedBy => NoTimes;

    public int AnonymousParticipantCount => 0;

    private static readonly Dictionary<string, DateTimeOffset> NoTimes = [];
}

/// <summary>GetStream's CallParticipantResponse.</summary>
[GenerateSerializer, Immutable, Alias("frames.CallParticipantResponse")]
public sealed record CallParticipantResponse(
    [property: Id(0)] string UserSessionId,
    [property: Id(1)] UserResponse User,
    [property: Id(2)] string Role,
    [property: Id(3)] DateTimeOffset JoinedAt);
