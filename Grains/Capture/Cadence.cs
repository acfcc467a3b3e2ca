namespace OrleansFrames.Capture;

/// <summary>When the ticks of a track are due: due(k) = starts_at + (k - first_tick) * interval + stagger, by the segment that k lies in.</summary>
public sealed class Cadence(IReadOnlyList<CadenceSegment> segments, double stagger)
{
    /// <param name="spec">A track; its stagger follows from its key.</param>
    public static Cadence Of(CaptureSpec spec) => new(spec.Segments, TrackKeys.Stagger(spec.TrackKey));

    public CadenceSegment SegmentOf(long tick) => segments.Last(segment => segment.FirstTick <= tick || segment == segments[0]);

    public DateTimeOffset DueAt(long tick)
    {
        var segment = SegmentOf(tick);
        return segment.StartsAt + TimeSpan.FromSeconds(segment.IntervalSeconds * (tick - segment.FirstTick + stagger));
    }

    /// <summary>The first tick that is due at or after a time.</summary>
    public long FirstDueFrom(DateTimeOffset time)
    {
        var segment = segments.LastOrDefault(candidate => DueAt(candidate.FirstTick) <= time) ?? segments[0];
        var passed = (time - segment.StartsAt).TotalSeconds / segment.IntervalSeconds - stagger;
        var tick = segment.FirstTick + Math.Max(0, (long)Math.Ceiling(passed - 1e-9));
        for (; tick > segment.FirstTick && DueAt(tick - 1) >= time; tick--)
        {
        }

        for (; DueAt(tick) < time; tick++)
        {
        }

        return tick;
    }

    /// <summary>The segments after a change of interval, quality or format: it takes effect at the next tick, and tick numbers only rise.</summary>
    public static IReadOnlyList<CadenceSegment> Change(
        IReadOnlyList<CadenceSegment> segments, DateTimeOffset now, int intervalSeconds, int shortSide, PictureFormat format = PictureFormat.Jpeg)
    {
        var last = segments[^1];
        if (last.IntervalSeconds == intervalSeconds && last.ShortSide == shortSide && last.Format == format)
        {
            return segments;
        }

        var tick = new Cadence(segments, stagger: 0).FirstDueFrom(now.AddTicks(1));
        var changed = new CadenceSegment(tick, new Cadence(segments, stagger: 0).DueAt(tick), intervalSeconds, shortSide, format);
        return [.. segments.Where(segment => segment.FirstTick < tick), changed];
    }
}
