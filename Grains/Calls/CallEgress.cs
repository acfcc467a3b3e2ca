using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>A frame recording of a call.</summary>
/// <param name="Reason">Why it fails or failed.</param>
/// <param name="EndedAt">When it was told to stop.</param>
/// <param name="EndsSession">Its session has ended, which is announced after the recording has stopped.</param>
/// <param name="Leaving">Tracks whose capture is to end, until they are known to have ended.</param>
public sealed record CallEgress(
    string EgressId,
    string SessionId,
    DateTimeOffset StartedAt,
    EgressStatus Status,
    FailureReason? Reason,
    DateTimeOffset? EndedAt,
    bool EndsSession,
    string Storage,
    IReadOnlyList<CadenceSegment> Segments,
    IReadOnlyList<LeavingTrack> Leaving);

public sealed record LeavingTrack(CaptureSpec Spec, DateTimeOffset Until);

public enum EgressStatus
{
    Starting,
    Running,
    Stopping,
    Idle,
    Failed,
}
