using OrleansFrames.Capture;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

public sealed class TrackAssignmentsTests
{
    private readonly SteppedTime _clock = new();

    [Fact]
    public void Tracks_GoWhereThereIsRoom_AndStay_AndWorkersAreOpenedAsTheyNeedThem()
    {
        var assignments = Assignments(workers: 4, room: 2);

        Assert.Equal([0, 0, 1, 1, 2], "abcde".Select(key => Assign(assignments, $"{key}")));
        Assert.Equal([2, 0], "ea".Select(key => Assign(assignments, $"{key}")));
    }

    [Fact]
    public void ATrack_GoesToTheWorkerWithTheFewest()
    {
        var assignments = Assignments(workers: 4, room: 2);
        foreach (var key in "abcd")
        {
            Assign(assignments, $"{key}");
        }

        assignments.Release("a");
        assignments.Release("b");
        assignments.Release("c");

        Assert.Equal(0, Assign(assignments, "e"));
    }

    [Fact]
    public void Kinds_NeverShareAWorker_AndTheLastPlaceIsKeptForTheOther()
    {
        var assignments = Assignments(workers: 2, room: 1);

        Assert.Equal(0, Assign(assignments, "a"));
        Assert.Null(Assign(assignments, "b"));
        Assert.Equal(1, Assign(assignments, "c", "rtmp://x/"));
        Assert.Equal(WorkerKind.LibVlc, assignments.KindOf(1));
        Assert.Null(Assign(assignments, "d", "rtmp://x/"));
    }

    [Fact]
    public void ATrackWhoseSourceBecomesAnotherKind_Moves()
    {
        var assignments = Assignments(workers: 3, room: 1);
        Assign(assignments, "a");

        Assert.Equal(1, assignments.Assign(Request("a", "rtmp://x/"), out var dropped));
        Assert.Equal(("a", 0), dropped);
        Assert.Equal(0, Assign(assignments, "b"));
    }

    [Fact]
    public void AFullPool_TakesNoMore_UntilOneIsReleased()
    {
        var assignments = Assignments(workers: 3, room: 1);
        Assign(assignments, "a");
        Assign(assignments, "b");

        Assert.Null(Assign(assignments, "c"));
        Assert.Equal(1, assignments.Release("b"));
        Assert.Equal(1, Assign(assignments, "c"));
        Assert.Null(assignments.Release("b"));
    }

    [Fact]
    public void ATrackNobodyAsksFor_MakesRoom()
    {
        var assignments = Assignments(workers: 2, room: 1);
        Assign(assignments, "a");
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(Assign(assignments, "b"));

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(0, Assign(assignments, "b"));
    }

    [Fact]
    public void WhereAllAreFull_TracksTakeTurns_AndNoneStarves()
    {
        var assignments = Assignments(workers: 2, room: 1);
        var turns = new Dictionary<string, int> { ["a"] = 0, ["b"] = 0, ["c"] = 0 };
        for (var second = 0; second < 600; second += 2)
        {
            foreach (var key in turns.Keys)
            {
                turns[key] += Assign(assignments, key) is null ? 0 : 1;
            }

            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.All(turns.Values, had => Assert.InRange(had, 80, 120));
    }

    [Fact]
    public void AWorkerWithoutTracks_IsClosedAfterAMinute_ButNotTheFirst()
    {
        var assignments = Assignments(workers: 3, room: 1);
        Assign(assignments, "a");
        Assign(assignments, "b");
        assignments.Release("a");
        assignments.Release("b");
        Assert.Empty(assignments.CloseIdle());
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(assignments.CloseIdle());

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([1], assignments.CloseIdle());
        Assert.Null(assignments.KindOf(1));
        Assert.Equal(WorkerKind.Native, assignments.KindOf(0));
        Assert.Empty(assignments.CloseIdle());
    }

    [Theory]
    [InlineData("rtsp://x/", false)]
    [InlineData("rtsps://x/", false)]
    [InlineData("", false)]
    [InlineData("rtp://x:5000", true)]
    [InlineData("rtmp://x/", true)]
    [InlineData("HTTPS://x/", true)]
    [InlineData("srt://x:1", true)]
    [InlineData("file:///x", true)]
    public void TheKind_FollowsTheScheme(string url, bool isLibVlc) =>
        Assert.Equal(isLibVlc ? WorkerKind.LibVlc : WorkerKind.Native, new TrackSource(url).KindOf());

    private static int? Assign(TrackAssignments assignments, string key, string url = "rtsp://x/") => assignments.Assign(Request(key, url), out _);

    private static GrabRequest Request(string key, string url) =>
        new(key, new TrackSource(url), 360, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

    private TrackAssignments Assignments(int workers, int room) => new(workers, _ => room, _clock);
}
