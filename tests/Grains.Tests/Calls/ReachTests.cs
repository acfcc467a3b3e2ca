using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class ReachTests
{
    private static readonly CallBook Recorded = Books.Empty.Put("alice", Books.Camera, Books.Screen).Put("bob", Books.Camera).Start();

    private static readonly DateTimeOffset Found = Books.Now.AddSeconds(60);

    [Fact]
    public void LeavesAt_AllTracksUnreachable_IsThePatienceAfterTheLastOfThem()
    {
        var unreachable = Unreachable(("alice", TrackType.Video, 60), ("alice", TrackType.ScreenShare, 70));
        Assert.Equal(Found.AddSeconds(40), LeavesAt(Recorded, "alice", unreachable));
        Assert.Equal(Found.AddSeconds(40), Reach.NextDeadline(Recorded, unreachable));
        Assert.Empty(Reach.Lost(Recorded, unreachable, Found.AddSeconds(39.9)));
        Assert.Equal(["alice"], Reach.Lost(Recorded, unreachable, Found.AddSeconds(40)).Select(one => one.UserId));
    }

    [Fact]
    public void LeavesAt_ItsCallsPatience_Counts()
    {
        var patient = Recorded.With("""{"session":{"inactivity_timeout_seconds":300}}""");
        Assert.Equal(Found.AddSeconds(300), LeavesAt(patient, "bob", Unreachable(("bob", TrackType.Video, 60))));
    }

    [Fact]
    public void LeavesAt_OneTrackReachable_IsNever()
    {
        var unreachable = Unreachable(("alice", TrackType.Video, 60));
        Assert.Null(LeavesAt(Recorded, "alice", unreachable));
        Assert.Null(Reach.NextDeadline(Recorded, unreachable));
    }

    [Fact]
    public void LeavesAt_OtherTrackMuted_CountsTheUnmutedAlone()
    {
        var muted = Recorded.Put("alice", Books.Camera, Books.Screen with { Muted = true });
        Assert.Equal(Found.AddSeconds(30), LeavesAt(muted, "alice", Unreachable(("alice", TrackType.Video, 60))));
    }

    [Fact]
    public void LeavesAt_NothingPublishedOrAllMuted_IsNever()
    {
        var silent = Recorded.Put("alice").Put("bob", Books.Camera with { Muted = true });
        var unreachable = Unreachable(("alice", TrackType.Video, 60), ("bob", TrackType.Video, 60));
        Assert.Null(LeavesAt(silent, "alice", unreachable));
        Assert.Null(LeavesAt(silent, "bob", unreachable));
    }

    [Fact]
    public void LeavesAt_SourceReplacedMeanwhile_CountsFromThenOn()
    {
        var moved = Recorded.Put(Books.Request("bob", null, Books.Camera with { Source = new TrackSource("rtsp://camera/2") }), Found.AddSeconds(20));
        var unreachable = Unreachable(("bob", TrackType.Video, 60));
        Assert.Equal(Found.AddSeconds(50), LeavesAt(moved, "bob", unreachable));
        Assert.Equal(Found.AddSeconds(50), LeavesAt(moved.Put(Books.Request("bob", null, moved.CameraOf("bob")), Found.AddSeconds(25)), "bob", unreachable));
    }

    [Fact]
    public void LeavesAt_PublishedAgainMeanwhile_CountsFromThenOn()
    {
        var again = Recorded.Put("bob").Put(Books.Request("bob", null, Books.Camera), Found.AddSeconds(20));
        Assert.Equal(Found.AddSeconds(50), LeavesAt(again, "bob", Unreachable(("bob", TrackType.Video, 60))));
    }

    private static DateTimeOffset? LeavesAt(CallBook book, string user, Dictionary<string, DateTimeOffset> unreachable)
        => Reach.LeavesAt(book, book.Session!.Participants.Single(one => one.UserId == user), unreachable);

    private static Dictionary<string, DateTimeOffset> Unreachable(params (string User, TrackType Track, int Second)[] tracks)
        => tracks.ToDictionary(one => Books.KeyOf(one.User, one.Track), one => Books.Now.AddSeconds(one.Second));
}
