using OrleansFrames.Capture;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

public sealed class TrackAssignmentsTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Tracks_GoToTheWorkerWithTheFewest_AndStay()
    {
        var assignments = new TrackAssignments(2, 10, _clock);

        Assert.Equal([0, 1, 0, 1], "abcd".Select(key => assignments.Assign(Request($"{key}"))));
        Assert.Equal([1, 0], "da".Select(key => assignments.Assign(Request($"{key}"))));
    }

    [Fact]
    public void AFullPool_TakesNoMore_UntilOneIsReleased()
    {
        var assignments = new TrackAssignments(2, 1, _clock);
        assignments.Assign(Request("a"));
        assignments.Assign(Request("b"));

        Assert.Null(assignments.Assign(Request("c")));
        Assert.Equal(1, assignments.Release("b"));
        Assert.Equal(1, assignments.Assign(Request("c")));
        Assert.Null(assignments.Release("b"));
    }

    [Fact]
    public void ATrackNobodyAsksFor_MakesRoom()
    {
        var assignments = new TrackAssignments(1, 1, _clock);
        assignments.Assign(Request("a"));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(assignments.Assign(Request("b")));

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(0, assignments.Assign(Request("b")));
    }

    private static GrabRequest Request(string key) =>
        new(key, new TrackSource("rtsp://x/"), 360, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
