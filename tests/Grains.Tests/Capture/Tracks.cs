using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Capture;

/// <summary>Specs and rows of tracks for tests.</summary>
internal static class Tracks
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static CaptureSpec Spec(string egress = "egress", string user = "alice", DateTimeOffset? from = null, int interval = 2) => new(
        "app",
        "default:call",
        "session",
        egress,
        TrackKeys.Of(user, "s1", TrackType.Video),
        user,
        "s1",
        TrackType.Video,
        new TrackSource("rtsp://camera/1"),
        Muted: false,
        [new CadenceSegment(0, from ?? Start, interval, 720)],
        from ?? Start,
        Storage: "");

    public static TickRow Row(TickOutcome outcome, FailureReason? reason = null) => TickRows.Of(Spec(), 0, Start, outcome, reason);
}
