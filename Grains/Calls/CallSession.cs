using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>A session: from its first participant until some time after its last.</summary>
/// <param name="EmptySince">When the last participant left; null while there is one.</param>
public sealed record CallSession(
    string Id,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? EmptySince,
    IReadOnlyList<CallParticipant> Participants)
{
    /// <summary>The call's settings want it recorded without being asked, and that has not been done yet.</summary>
    public bool RecordingDue { get; init; }

    /// <summary>When the call last went live during the session; its start, when the call was live before.</summary>
    public DateTimeOffset? LiveStartedAt { get; init; }

    /// <summary>When the call went back to backstage during the session; null while it is live.</summary>
    public DateTimeOffset? LiveEndedAt { get; init; }
}

/// <param name="ExpiresAt">When the participant leaves by itself; null means never.</param>
public sealed record CallParticipant(
    string UserSessionId,
    string UserId,
    string Role,
    DateTimeOffset JoinedAt,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<CallTrack> Tracks);

/// <param name="Source">Where it comes from; where it comes in several layers, the first of them.</param>
/// <param name="Muted">What the media server said last.</param>
/// <param name="PublishedAt">Ticks due earlier are not this track's.</param>
public sealed record CallTrack(TrackType TrackType, TrackSource Source, bool Muted, DateTimeOffset PublishedAt)
{
    /// <summary>Muted by moderation, until the media server has said so itself.</summary>
    public bool Silenced { get; init; }

    /// <summary>When its source was last replaced by another; null when it never was.</summary>
    public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>The same picture in several sizes, each with its height; null when there is one only.</summary>
    public IReadOnlyList<TrackSource>? Layers { get; init; }

    /// <summary>The smallest layer that serves a quality, else the largest.</summary>
    /// <param name="shortSide">The quality: shorter side of the stills, in pixels.</param>
    public TrackSource SourceFor(int shortSide)
        => Layers is null ? Source
            : Layers.Where(layer => layer.Height >= shortSide).MinBy(layer => layer.Height) ?? Layers.MaxBy(layer => layer.Height)!;

    /// <summary>Whether this comes from elsewhere than before.</summary>
    public bool IsElsewhere(CallTrack before) => !Places().SequenceEqual(before.Places());

    // Another height, or another sealing of the same password, is the same place.
    private IEnumerable<TrackSource> Places() => (Layers ?? [Source]).Select(layer => new TrackSource(layer.Url) { Sdp = layer.Sdp, Rtp = layer.Rtp });

    public bool IsMuted() => Muted || Silenced;
}
