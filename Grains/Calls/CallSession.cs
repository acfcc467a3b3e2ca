using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>A session: from its first participant until some time after its last.</summary>
/// <param name="EmptySince">When the last participant left; null while there is one.</param>
public sealed record CallSession(
    string Id,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? EmptySince,
    IReadOnlyList<CallParticipant> Participants);

/// <param name="ExpiresAt">When the participant leaves by itself; null means never.</param>
public sealed record CallParticipant(
    string UserSessionId,
    string UserId,
    string Role,
    DateTimeOffset JoinedAt,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<CallTrack> Tracks);

public sealed record CallTrack(TrackType TrackType, TrackSource Source, bool Muted, DateTimeOffset PublishedAt);
