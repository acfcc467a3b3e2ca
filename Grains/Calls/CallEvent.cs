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

    /// <summary>Why: of a failed recording the failure, of a participant who left <c>timeout</c>. Ours, beyond the contract.</summary>
    public string? Reason { get; init; }
}

/// <summary>An event to come, before the call's users are looked up.</summary>
/// <param name="Call">The event carries the whole call.</param>
internal sealed record EventDraft(string Type, bool Call = false)
{
    public const string Created = "call.created";
    public const string MemberAdded = "call.member_added";
    public const string MemberRemoved = "call.member_removed";
    public const string MemberUpdated = "call.member_updated";
    public const string MemberRoleUpdated = "call.member_updated_permission";
    public const string SessionStarted = "call.session_started";
    public const string SessionEnded = "call.session_ended";
    public const string Joined = "call.session_participant_joined";
    public const string Left = "call.session_participant_left";
    public const string RecordingStarted = "call.frame_recording_started";
    public const string RecordingStopped = "call.frame_recording_stopped";
    public const string RecordingFailed = "call.frame_recording_failed";
    public const string RecordingReady = "call.frame_recording_ready";

    public string? EgressId { get; init; }

    public string? SessionId { get; init; }

    public CallParticipant? Participant { get; init; }

    /// <summary>User ids of the members it is about.</summary>
    public IReadOnlyList<string>? MemberIds { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? CapabilitiesByRole { get; init; }

    public string? Reason { get; init; }
}
