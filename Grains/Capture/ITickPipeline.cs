using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

/// <summary>Carries out ticks of this silo: grab, store, ledger. One tick of a track at a time.</summary>
public interface ITickPipeline
{
    /// <summary>Starts a tick. While the track's previous one is still running, the tick is <c>overload</c>. Returns when its row is durable.</summary>
    /// <returns>The outcome that the ledger holds, or ledger failure when it could not be written.</returns>
    Task<TickRow> RunAsync(TickOrder order, CancellationToken cancellationToken);

    /// <summary>Opens the track ahead of its first tick.</summary>
    void Prepare(TickOrder order);

    /// <summary>The track is captured here no more: its connection closes.</summary>
    void Release(CaptureSpec spec);
}

/// <summary>One due tick.</summary>
/// <param name="DueAt">When it was due, stagger included.</param>
/// <param name="IntervalSeconds">Of the segment it belongs to.</param>
/// <param name="ShortSide">Quality of the segment it belongs to, in pixels.</param>
/// <param name="Format">Of the segment it belongs to.</param>
public sealed record TickOrder(
    CaptureSpec Spec, long Tick, DateTimeOffset DueAt, int IntervalSeconds, int ShortSide, PictureFormat Format = PictureFormat.Jpeg);
