using OrleansFrames.Calls;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's QueryCallsResponse.</summary>
internal sealed record CallsAnswer(IReadOnlyList<CallAnswer> Calls, string? Next, string? Prev);

/// <summary>GetStream's QueryCallMembersResponse.</summary>
internal sealed record CallMembersAnswer(IReadOnlyList<MemberResponse> Members, string? Next, string? Prev);

/// <summary>GetStream's QueryCallParticipantsResponse.</summary>
internal sealed record ParticipantsAnswer(
    CallResponse Call,
    IReadOnlyList<MemberResponse> Members,
    IReadOnlyList<string> OwnCapabilities,
    IReadOnlyList<CallParticipantResponse> Participants,
    int TotalParticipants);

/// <summary>GetStream's QueryUsersResponse.</summary>
internal sealed record UsersAnswer(IReadOnlyList<FullUserAnswer> Users);

/// <summary>GetStream's ListRecordingsResponse. Calls are not recorded here, frames are.</summary>
internal sealed record RecordingsAnswer(IReadOnlyList<object> Recordings);
