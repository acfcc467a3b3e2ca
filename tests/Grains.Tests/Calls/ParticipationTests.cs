using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class ParticipationTests
{
    private static readonly DateTimeOffset Later = Books.Now.AddSeconds(10);

    [Fact]
    public void Put_First_OpensTheSession()
    {
        var book = Books.Empty.Put("alice", Books.Camera);

        var session = book.LiveSession()!;
        Assert.Equal(("session-1", Books.Now, null, null), (session.Id, session.StartedAt, session.EndedAt, session.EmptySince));
        var alice = Assert.Single(session.Participants);
        Assert.Equal(("alice-s1", "alice", "user", Books.Now, null), (alice.UserSessionId, alice.UserId, alice.Role, alice.JoinedAt, alice.ExpiresAt));
        Assert.Equal(Books.Now, Assert.Single(alice.Tracks).PublishedAt);
    }

    [Fact]
    public void Put_Second_JoinsTheSameSession()
    {
        var book = Participation.Put(Books.Empty.Put("alice"), Books.Request("bob"), "host", Books.App, Books.Cid, Later, () => "session-2").Value!;
        Assert.Equal("session-1", book.Session!.Id);
        Assert.Equal([("alice", "user"), ("bob", "host")], book.Session.Participants.Select(one => (one.UserId, one.Role)));
    }

    [Fact]
    public void Put_Again_KeepsJoinAndPublicationAndTakesTheRest()
    {
        var moved = Books.Camera with { Source = new TrackSource("rtsp://camera/2"), Muted = true };
        var book = Books.Empty.Put("alice", Books.Camera).Put(Books.Request("alice", 60, moved, Books.Screen), Later);

        var alice = Assert.Single(book.Session!.Participants);
        Assert.Equal((Books.Now, Later.AddSeconds(60)), (alice.JoinedAt, alice.ExpiresAt));
        Assert.Equal(
            [(TrackType.Video, "rtsp://camera/2", true, Books.Now), (TrackType.ScreenShare, "rtsp://screen/1", false, Later)],
            alice.Tracks.Select(track => (track.TrackType, track.Source.Url, track.Muted, track.PublishedAt)));
    }

    [Fact]
    public void Put_SeveralOfAType_AreLayersOfOneTrack()
    {
        var book = Books.Empty.Put("alice", Layer(720), Books.Screen, Layer(360));

        var tracks = Assert.Single(book.Session!.Participants).Tracks;
        Assert.Equal([TrackType.Video, TrackType.ScreenShare], tracks.Select(track => track.TrackType));
        Assert.Equal(["rtsp://camera/720", "rtsp://camera/360"], tracks[0].Layers!.Select(layer => layer.Url));
        Assert.Null(tracks[1].Layers);
        Assert.Null(book.Put(Books.Request("alice", null, Layer(720), Layer(360)), Later).Session!.Participants[0].Tracks[0].ReplacedAt);
        Assert.Equal(Later, book.Put(Books.Request("alice", null, Layer(720), Layer(180)), Later).Session!.Participants[0].Tracks[0].ReplacedAt);

        static PublishedTrack Layer(int height) => new(TrackType.Video, new TrackSource($"rtsp://camera/{height}", height), Muted: false);
    }

    [Fact]
    public void Put_AgainWithoutATrackWhileRecording_LetsThatTrackLeave()
    {
        var book = Books.Empty.Put("alice", Books.Camera, Books.Screen).Put("bob", Books.Camera).Start();
        book = book.Put(Books.Request("alice", null, Books.Camera), Later);

        var leaving = Assert.Single(book.Egress!.Leaving);
        Assert.Equal((Books.KeyOf("alice", TrackType.ScreenShare), Later), (leaving.Spec.TrackKey, leaving.Until));
        Assert.Equal(new[] { Books.KeyOf("alice"), Books.KeyOf("bob") }.Order(), CaptureSpecs.Of(book, Books.App, Books.Cid).Select(spec => spec.TrackKey).Order());
    }

    [Fact]
    public void Put_TrackPublishedAgain_BeginsAnew()
    {
        var book = Books.Empty.Put("alice", Books.Camera).Start().Put(Books.Request("alice"), Later);
        book = book.Put(Books.Request("alice", null, Books.Camera), Later.AddSeconds(1));
        Assert.Equal(Later.AddSeconds(1), Assert.Single(CaptureSpecs.Of(book, Books.App, Books.Cid)).PublishedAt);
        Assert.Single(book.Egress!.Leaving);
    }

    [Fact]
    public void Put_WithoutRecording_LetsNothingLeave()
        => Assert.Null(Books.Empty.Put("alice", Books.Camera).Put(Books.Request("alice"), Later).Egress);

    [Fact]
    public void Put_UserSessionOfAnotherUser_IsRefused()
    {
        var book = Books.Empty.Put("alice", Books.Camera).Start();
        var refusal = Participation.Put(book, Books.Request("bob") with { UserSessionId = "alice-s1" }, "user", Books.App, Books.Cid, Later, () => "s").Refusal;
        Assert.NotNull(refusal);
        Assert.Equal(["user_id"], refusal.Fields.Keys);
    }

    [Fact]
    public void Put_UserInTwoSessions_IsTwoParticipants()
    {
        var book = Books.Empty.Put("alice", Books.Camera).Put(Books.Request("alice", null, Books.Camera) with { UserSessionId = "alice-s2" });
        Assert.Equal(["alice-s1", "alice-s2"], book.Session!.Participants.Select(one => one.UserSessionId));
        Assert.Equal(2, CaptureSpecs.Of(book.Start(), Books.App, Books.Cid).Select(spec => spec.TrackKey).Distinct().Count());
    }

    [Fact]
    public void Remove_OneOfTwo_KeepsTheSessionBusy()
    {
        var book = Books.Empty.Put("alice", Books.Camera).Put("bob", Books.Camera).Start().Remove("alice", Later);
        Assert.Equal(["bob"], book.Session!.Participants.Select(one => one.UserId));
        Assert.Null(book.Session.EmptySince);
        Assert.Equal([Books.KeyOf("alice")], book.Leaving());
    }

    [Fact]
    public void Remove_Last_StartsTheSessionsPatience()
    {
        var book = Books.Empty.Put("alice").Remove("alice", Later);
        Assert.Equal(Later, book.Session!.EmptySince);
        Assert.Equal(Later.AddSeconds(30), Participation.NextDeadline(book));
        Assert.False(Participation.IsSessionOver(book, Later.AddSeconds(29.9)));
        Assert.True(Participation.IsSessionOver(book, Later.AddSeconds(30)));
    }

    [Fact]
    public void Put_WithinThePatience_KeepsTheSession()
    {
        var book = Books.Empty.Put("alice").Remove("alice").Put("bob");
        Assert.Equal(("session-1", null), (book.Session!.Id, book.Session.EmptySince));
        Assert.Null(Participation.NextDeadline(book));
        Assert.False(Participation.IsSessionOver(book, Books.Now.AddDays(1)));
    }

    [Fact]
    public void Expired_TimeToLiveOver_IsNamed()
    {
        var book = Books.Empty.Put(Books.Request("alice", 20)).Put(Books.Request("bob", 10)).Put(Books.Request("carol"));
        Assert.Equal(Books.Now.AddSeconds(10), Participation.NextDeadline(book));
        Assert.Empty(Participation.Expired(book, Books.Now.AddSeconds(9.9)));
        Assert.Equal(["bob"], Participation.Expired(book, Books.Now.AddSeconds(10)).Select(one => one.UserId));
        Assert.Equal(["alice", "bob"], Participation.Expired(book, Books.Now.AddSeconds(20)).Select(one => one.UserId).Order());
    }

    [Fact]
    public void EndSession_WhileRecording_EndsTheRecordingAndAnnouncesItselfAfterIt()
    {
        var book = Participation.EndSession(Books.Empty.Put("alice", Books.Camera).Start(), Books.App, Books.Cid, Later);
        Assert.Null(book.LiveSession());
        Assert.Equal(Later, book.Session!.EndedAt);
        Assert.Equal((EgressStatus.Stopping, true, Later, null), (book.Egress!.Status, book.Egress.EndsSession, book.Egress.EndedAt, book.Egress.Reason));
        Assert.Equal([Books.KeyOf("alice")], book.Leaving());
    }

    [Fact]
    public void EndSession_WhileStopping_StillWaitsForTheRecording()
    {
        var book = Participation.EndSession(Books.Empty.Put("alice", Books.Camera).Start().Stop(), Books.App, Books.Cid, Later);
        Assert.Equal((EgressStatus.Stopping, true, Books.Now), (book.Egress!.Status, book.Egress.EndsSession, book.Egress.EndedAt));
        Assert.Single(book.Egress.Leaving);
    }

    [Fact]
    public void EndSession_AfterTheRecording_LeavesItAsItWas()
    {
        var book = Participation.EndSession(Books.Empty.Put("alice").Start().Stop().Finish(), Books.App, Books.Cid, Later);
        Assert.Equal((EgressStatus.Idle, false), (book.Egress!.Status, book.Egress.EndsSession));
        Assert.Null(Participation.NextDeadline(book));
    }

    [Fact]
    public void Put_AfterTheSessionEnded_OpensAnotherThatIsNotRecorded()
    {
        var ended = Participation.EndSession(Books.Empty.Put("alice", Books.Camera).Start(), Books.App, Books.Cid, Later);
        var book = Participation.Put(ended, Books.Request("alice", null, Books.Camera), "user", Books.App, Books.Cid, Later, () => "session-2").Value!;
        Assert.Equal("session-2", book.LiveSession()!.Id);
        Assert.Empty(CaptureSpecs.Of(book, Books.App, Books.Cid));
    }
}
