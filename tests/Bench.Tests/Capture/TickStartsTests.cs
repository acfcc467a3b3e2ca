using OrleansFrames.Bench.Capture;

namespace OrleansFrames.Bench.Tests.Capture;

public sealed class TickStartsTests
{
    private const string Metrics = """
        # TYPE orleansframes_tick_started_seconds histogram
        orleansframes_tick_started_seconds_bucket{le="0.1"} 90
        orleansframes_tick_started_seconds_bucket{le="0.25"} 198
        orleansframes_tick_started_seconds_bucket{le="+Inf"} 200
        orleansframes_tick_started_seconds_sum 12.5
        orleansframes_tick_started_seconds_count 200
        orleansframes_tick_settled_seconds_count 7
        """;

    [Fact]
    public void Parse_FindsAllAndThoseInTime() => Assert.Equal(new TickStarts(200, 198), TickStarts.Parse(Metrics));

    [Fact]
    public void Since_CountsTheWindowAlone() => Assert.Equal(0.95, TickStarts.Parse(Metrics).Since(new(100, 103)).Share, 3);

    [Fact]
    public void Share_OfNothing_IsNoNumber() => Assert.Equal(double.NaN, TickStarts.Parse("").Share);
}
