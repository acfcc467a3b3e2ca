using OrleansFrames.Json;

namespace OrleansFrames.Calls;

/// <summary>An event to come, before the call's users are looked up.</summary>
/// <param name="Call">The event carries the whole call.</param>
internal sealed record EventDraft(string Type, bool Call = false)
{
    public const string Created = "call.created";
    public const string Updated = "call.updated";
    public const string Ended = "call.ended";
    public const string Deleted = "call.deleted";
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
    public const string Blocked = "call.blocked_user";
    public const string Unblocked = "call.unblocked_user";
    public const string Kicked = "call.kicked_user";
    public const string Muted = "call.user_muted";

    public const string PermissionsUpdated = "call.permissions_updated";
    public const string LiveStarted = "call.live_started";
    public const string Custom = "custom";

    public string? EgressId { get; init; }

    public string? SessionId { get; init; }

    public CallParticipant? Participant { get; init; }

    public string? Reason { get; init; }

    /// <summary>Whom it happened to; who ended a call or sent an event.</summary>
    public string? UserId { get; init; }

    /// <summary>Who did it; null when a server did it of its own.</summary>
    public string? ById { get; init; }

    public IReadOnlyList<string>? MutedUserIds { get; init; }

    /// <summary>User ids of the members it is about.</summary>
    public IReadOnlyList<string>? MemberIds { get; init; }

    /// <summary>What an event of the app's own says.</summary>
    public RawJson? Said { get; init; }

    /// <summary>The event says what each role may do.</summary>
    public bool TellsCapabilities => Type is Updated or MemberUpdated or MemberRoleUpdated;
}
