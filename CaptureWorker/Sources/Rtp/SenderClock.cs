namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// Refines by a sender's reports when its pictures came: without what the network, and our reading of packets by the handful, delayed some
/// longer than others. The sender's clock need not be right: the least delay seen is what its offset to ours is taken for.
/// </summary>
internal sealed class SenderClock
{
    // Of video in RTP, whatever the codec.
    private const long TimestampsPerSecond = 90_000;

    // Further off than this, it is no refinement.
    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(2);

    // The two clocks drift apart, 0.1 ms a second at worst: what was least is least no more after a while.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    // A report that is further from what the one before it foretold: the sender's clock has been set.
    private static readonly TimeSpan Jump = TimeSpan.FromMilliseconds(100);

    private SenderReport? _report;
    private DateTimeOffset _windowStart;
    private TimeSpan _least = TimeSpan.MaxValue;
    private TimeSpan _leastBefore = TimeSpan.MaxValue;

    /// <summary>Takes the newest report of the sender.</summary>
    public void Add(in SenderReport report)
    {
        if (_report is { } before && (before.Source != report.Source || (Sent(before, report.Timestamp) - report.Clock).Duration() > Jump))
        {
            _least = _leastBefore = TimeSpan.MaxValue;
        }

        _report = report;
    }

    /// <summary>When a picture came, or would have come over the fastest way; as it is given before the first report.</summary>
    /// <param name="timestamp">Of its packets.</param>
    /// <param name="arrival">When the first of them was read.</param>
    public Moment Refine(uint timestamp, Moment arrival)
    {
        if (_report is not { } report)
        {
            return arrival;
        }

        var delay = Delay(report, timestamp, arrival.Wall);
        if ((arrival.Wall - _windowStart).Duration() > Window)
        {
            (_windowStart, _leastBefore, _least) = (arrival.Wall, _least, TimeSpan.MaxValue);
        }

        _least = delay < _least ? delay : _least;
        var longer = delay - (_least < _leastBefore ? _least : _leastBefore);
        return longer <= Farthest ? arrival with { Wall = arrival.Wall - longer, IsRefined = true } : arrival;
    }

    // Since different beginnings: only its changes mean anything.
    private static TimeSpan Delay(in SenderReport report, uint timestamp, DateTimeOffset arrival) =>
        TimeSpan.FromTicks(arrival.UtcTicks) - Sent(report, timestamp);

    private static TimeSpan Sent(in SenderReport report, uint timestamp) =>
        report.Clock + TimeSpan.FromTicks((int)(timestamp - report.Timestamp) * TimeSpan.TicksPerSecond / TimestampsPerSecond);
}
