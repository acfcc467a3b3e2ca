using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Capture;

public sealed class CadenceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly CadenceSegment[] Every3 = [new(0, Start, 3, 720)];

    [Theory]
    [InlineData(0, 0.0, 0)]
    [InlineData(1, 0.0, 3)]
    [InlineData(100, 0.0, 300)]
    [InlineData(0, 0.5, 1.5)]
    [InlineData(2, 0.25, 6.75)]
    public void DueAt_OneSegment_IsStartPlusIntervalsPlusStagger(long tick, double stagger, double seconds)
        => Assert.Equal(Start.AddSeconds(seconds), new Cadence(Every3, stagger).DueAt(tick));

    [Fact]
    public void DueAt_AfterADay_IsExact()
        => Assert.Equal(Start.AddDays(1), new Cadence(Every3, 0).DueAt(28_800));

    [Theory]
    [InlineData(-1_000_000_000, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(29_999_999, 1)]
    [InlineData(30_000_000, 1)]
    [InlineData(30_000_001, 2)]
    [InlineData(3_000_000_000, 100)]
    public void FirstDueFrom_OneSegment_IsTheFirstTickNotBefore(long clockTicks, long tick)
        => Assert.Equal(tick, new Cadence(Every3, 0).FirstDueFrom(Start.AddTicks(clockTicks)));

    [Theory]
    [InlineData(2, 60, 0.0)]
    [InlineData(60, 2, 0.0)]
    [InlineData(2, 60, 0.99)]
    [InlineData(60, 2, 0.99)]
    [InlineData(3, 7, 1 / 3.0)]
    public void FirstDueFrom_AcrossAChange_AgreesWithDueAt(int before, int after, double stagger)
    {
        var segments = Cadence.Change([new(0, Start, before, 720)], Start.AddSeconds(130), after, 720);
        Cadence cadence = new(segments, stagger);
        for (var tick = 0L; tick < 150; tick++)
        {
            var due = cadence.DueAt(tick);
            Assert.Equal(tick, cadence.FirstDueFrom(due));
            Assert.Equal(tick + 1, cadence.FirstDueFrom(due.AddTicks(1)));
        }
    }

    [Theory]
    [InlineData(2, 60)]
    [InlineData(60, 2)]
    public void Change_OfInterval_TicksRiseAndDueTimesToo(int before, int after)
    {
        var segments = Cadence.Change([new(0, Start, before, 720)], Start.AddSeconds(130), after, 720);
        foreach (var stagger in (double[])[0, 0.5, 255 / 256.0])
        {
            Cadence cadence = new(segments, stagger);
            for (var tick = 0L; tick < 200; tick++)
            {
                Assert.True(cadence.DueAt(tick) < cadence.DueAt(tick + 1), $"tick {tick + 1} is not due after tick {tick}, stagger {stagger}");
            }
        }
    }

    [Fact]
    public void Change_InTheMiddle_BeginsWithTheNextTick()
    {
        var segments = Cadence.Change(Every3, Start.AddSeconds(4), 10, 480);

        Assert.Equal([Every3[0], new CadenceSegment(2, Start.AddSeconds(6), 10, 480)], segments);
        Cadence cadence = new(segments, 0);
        Assert.Equal([0.0, 3, 6, 16, 26], Enumerable.Range(0, 5).Select(tick => (cadence.DueAt(tick) - Start).TotalSeconds));
        Assert.Equal([720, 720, 480, 480], Enumerable.Range(0, 4).Select(tick => cadence.SegmentOf(tick).ShortSide));
    }

    [Fact]
    public void Change_ExactlyWhenATickIsDue_LeavesThatTickAsItWas()
        => Assert.Equal(new CadenceSegment(2, Start.AddSeconds(6), 10, 720), Cadence.Change(Every3, Start.AddSeconds(3), 10, 720)[^1]);

    [Fact]
    public void Change_ToTheSame_IsNone() => Assert.Same(Every3, Cadence.Change(Every3, Start.AddSeconds(4), 3, 720));

    [Fact]
    public void Change_OfQualityOnly_KeepsTheDueTimes()
    {
        Cadence cadence = new(Cadence.Change(Every3, Start.AddSeconds(4), 3, 1080), 0.5);
        Assert.Equal([1.5, 4.5, 7.5, 10.5], Enumerable.Range(0, 4).Select(tick => (cadence.DueAt(tick) - Start).TotalSeconds));
    }

    [Fact]
    public void Change_OfFormatOnly_IsASegmentOfItsOwn()
    {
        var webp = Cadence.Change(Every3, Start.AddSeconds(4), 3, 720, PictureFormat.Webp);

        Assert.Equal([Every3[0], new CadenceSegment(2, Start.AddSeconds(6), 3, 720, PictureFormat.Webp)], webp);
        Assert.Same(webp, Cadence.Change(webp, Start.AddSeconds(7), 3, 720, PictureFormat.Webp));
    }

    [Fact]
    public void Change_TwiceWithinAnInterval_TheLastWins()
    {
        var once = Cadence.Change(Every3, Start.AddSeconds(4), 10, 720);
        var twice = Cadence.Change(once, Start.AddSeconds(5), 20, 720);
        Assert.Equal([Every3[0], new CadenceSegment(2, Start.AddSeconds(6), 20, 720)], twice);
        Assert.Equal([Every3[0], new CadenceSegment(2, Start.AddSeconds(6), 3, 720)], Cadence.Change(once, Start.AddSeconds(5), 3, 720));
    }

    [Fact]
    public void Change_BeforeTheFirstTick_ReplacesTheOnlySegment()
        => Assert.Equal([new CadenceSegment(0, Start, 10, 360)], Cadence.Change(Every3, Start.AddSeconds(-1), 10, 360));

    [Fact]
    public void Change_ManyTimes_FirstTicksOnlyRise()
    {
        IReadOnlyList<CadenceSegment> segments = Every3;
        var now = Start;
        foreach (var interval in (int[])[2, 60, 5, 2, 30, 3, 60, 2])
        {
            now = now.AddSeconds(7);
            segments = Cadence.Change(segments, now, interval, 720);
        }

        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(pair.First.FirstTick < pair.Second.FirstTick && pair.First.StartsAt < pair.Second.StartsAt));
    }
}
