using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class AutoOnTests
{
    private const string On = """{"frame_recording":{"mode":"auto-on"}}""";
    private const string Available = """{"frame_recording":{"mode":"available"}}""";
    private const string Disabled = """{"frame_recording":{"mode":"disabled"}}""";

    private static readonly CallBook AutoOnCall = Books.Empty.With(On);

    [Fact]
    public void Start_FirstParticipant_BeginsItsSessionsRecording()
    {
        var book = Start(AutoOnCall.Put("alice", Books.Camera));
        Assert.Equal(("auto-1", "session-1", EgressStatus.Starting), (book.Egress!.EgressId, book.Egress.SessionId, book.Egress.Status));
        Assert.Equal(new CadenceSegment(0, Books.Now, 3, 720), Assert.Single(book.Egress.Segments));
    }

    [Theory]
    [InlineData(Available)]
    [InlineData(Disabled)]
    public void Start_AnotherMode_BeginsNothing(string settings) => Assert.Null(Start(Books.Empty.With(settings).Put("alice", Books.Camera)).Egress);

    [Fact]
    public void Start_NobodyThere_WaitsForTheFirst() => Assert.Same(AutoOnCall, Start(AutoOnCall));

    [Fact]
    public void Start_StoppedByHand_StaysStoppedForTheSession()
    {
        var stopped = Start(AutoOnCall.Put("alice", Books.Camera)).Stop().Finish();
        Assert.Same(stopped, Start(stopped));
        Assert.False(Start(stopped.Put("bob", Books.Camera)).IsOn());
        Assert.False(Start(stopped.Remove("alice").Put("alice", Books.Camera)).IsOn());
    }

    [Fact]
    public void Start_Failed_StaysSoForTheSession()
    {
        var failed = EgressMachine.End(Start(AutoOnCall.Put("alice", Books.Camera)), Books.App, Books.Cid, Books.Now, FailureReason.Store).Finish();
        Assert.Same(failed, Start(failed));
        Assert.True(failed.Start().IsOn());
    }

    [Fact]
    public void Start_NextSession_BeginsAnother()
    {
        var ended = Participation.EndSession(
            Start(AutoOnCall.Put("alice", Books.Camera)).Stop().Finish().Remove("alice"), Books.App, Books.Cid, Books.Now);
        var next = Participation.Put(ended, Books.Request("alice", null, Books.Camera), "user", Books.App, Books.Cid, Books.Now, () => "session-2").Value!;
        Assert.Equal("session-2", Start(next, "auto-2").Egress!.SessionId);
    }

    [Fact]
    public void Start_NextSessionWhileTheLastRecordingStops_WaitsForItsEnd()
    {
        var ended = Participation.EndSession(Start(AutoOnCall.Put("alice", Books.Camera)).Remove("alice"), Books.App, Books.Cid, Books.Now);
        var next = Participation.Put(ended, Books.Request("alice", null, Books.Camera), "user", Books.App, Books.Cid, Books.Now, () => "session-2").Value!;
        Assert.Same(next, Start(next));
        Assert.Equal(("auto-2", "session-2"), Egress(Start(next.Finish(), "auto-2")));
    }

    [Fact]
    public void Switch_ToAutoOnDuringASession_BeginsNow()
    {
        var live = Books.Empty.Put("alice", Books.Camera);
        Assert.True(Start(Switch(live, On)).IsOn());
        Assert.True(Start(Switch(live.Start().Stop().Finish(), On)).IsOn());
    }

    [Fact]
    public void Switch_ToAutoOnWhileItRecords_DoesNotOutliveAStopByHand()
    {
        var switched = Switch(Books.Empty.Put("alice", Books.Camera).Start(), On);
        Assert.Equal("egress-1", Start(switched).Egress!.EgressId);
        Assert.False(Start(switched.Stop().Finish()).IsOn());
    }

    [Fact]
    public void Switch_ToAutoOnWhileTheLastRecordingStops_BeginsAfterIt()
    {
        var switched = Switch(Books.Empty.Put("alice", Books.Camera).Start().Stop(), On);
        Assert.Equal("egress-1", Start(switched).Egress!.EgressId);
        Assert.Equal("auto-1", Start(switched.Finish()).Egress!.EgressId);
    }

    [Fact]
    public void Switch_WhileTheSessionIsEmpty_BeginsWithTheNextParticipant()
    {
        var empty = Switch(Books.Empty.Put("alice", Books.Camera).Remove("alice"), On);
        Assert.False(Start(empty).IsOn());
        Assert.True(Start(empty.Put("bob", Books.Camera)).IsOn());
    }

    [Fact]
    public void Switch_AwayBeforeItBegan_TakesItBack()
        => Assert.False(Start(Switch(Switch(Books.Empty.Put("alice").Remove("alice"), On), Available).Put("bob", Books.Camera)).IsOn());

    [Fact]
    public void Switch_OtherFieldsOnly_ChangesNothing()
    {
        var stopped = Start(AutoOnCall.Put("alice", Books.Camera)).Stop().Finish();
        Assert.False(Start(Switch(stopped, """{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":9}}""")).IsOn());
    }

    private static CallBook Start(CallBook book, string egressId = "auto-1") => AutoOn.Start(book, () => egressId, Books.Now);

    private static CallBook Switch(CallBook book, string settings) => AutoOn.Switch(book, book.With(settings));

    private static (string EgressId, string SessionId) Egress(CallBook book) => (book.Egress!.EgressId, book.Egress.SessionId);
}
