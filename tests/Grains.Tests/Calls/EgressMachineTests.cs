using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class EgressMachineTests
{
    private static readonly CallBook InSession = Books.Empty.Put("alice", Books.Camera).Put("bob", Books.Camera, Books.Screen);

    [Fact]
    public void Start_InSession_IsStartingWithTheSettingsOfTheCall()
    {
        var book = InSession.With("""{"frame_recording":{"capture_interval_in_seconds":5,"quality":"480p","format":"png"}}""").Start();

        Assert.True(book.IsOn());
        Assert.Equal((EgressStatus.Starting, "egress-1", "session-1", Books.Now), Egress(book));
        Assert.Equal([new CadenceSegment(0, Books.Now, 5, 480, PictureFormat.Png)], book.Egress!.Segments);
        Assert.Equal((null, null, false), (book.Egress.Reason, book.Egress.EndedAt, book.Egress.EndsSession));
        Assert.Empty(book.Egress.Leaving);
    }

    [Fact]
    public void Start_WithoutSession_IsRefusedInStreamsWords() => AssertRefused(Start(Books.Empty), "there is no active session");

    [Fact]
    public void Start_AfterTheSessionEnded_IsRefused()
        => AssertRefused(Start(Participation.EndSession(InSession, Books.App, Books.Cid, Books.Now)), "there is no active session");

    [Fact]
    public void Start_Disabled_IsRefused()
        => AssertRefused(Start(InSession.With("""{"frame_recording":{"mode":"disabled"}}""")), "frame recording is disabled for this call");

    [Fact]
    public void Start_Storage_IsTheRequestsElseTheCallTypes()
    {
        var book = InSession with { ExternalStorage = "of-the-type" };
        Assert.Equal("mine", EgressMachine.Start(book, new StartFrameRecording("mine"), "e", Books.Now).Value!.Egress!.Storage);
        Assert.Equal("of-the-type", EgressMachine.Start(book, new StartFrameRecording(null), "e", Books.Now).Value!.Egress!.Storage);
        Assert.Equal("", EgressMachine.Start(InSession, new StartFrameRecording(null), "e", Books.Now).Value!.Egress!.Storage);
    }

    [Fact]
    public void Start_EmptyStorageName_IsTheBuiltInStore()
        => Assert.Equal("", EgressMachine.Start(InSession, new StartFrameRecording(""), "e", Books.Now).Value!.Egress!.Storage);

    [Theory]
    [InlineData(EgressStatus.Starting)]
    [InlineData(EgressStatus.Running)]
    [InlineData(EgressStatus.Stopping)]
    public void Start_WhileOneIsNotOver_IsRefused(EgressStatus status)
    {
        var book = InSession.Start();
        AssertRefused(Start(book with { Egress = book.Egress! with { Status = status } }), "frame recording is already running");
    }

    [Theory]
    [InlineData(null, EgressStatus.Idle)]
    [InlineData(FailureReason.Store, EgressStatus.Failed)]
    public void Finish_AllTracksLeft_IsIdleOrFailedAndMayStartAgain(FailureReason? reason, EgressStatus status)
    {
        var over = EgressMachine.End(InSession.Start(), Books.App, Books.Cid, Books.Now, reason).Finish();
        Assert.Equal(status, over.Egress!.Status);
        Assert.False(over.IsOn());

        var again = EgressMachine.Start(over, new StartFrameRecording(null), "egress-2", Books.Now.AddSeconds(9)).Value!;
        Assert.Equal((EgressStatus.Starting, "egress-2", "session-1", Books.Now.AddSeconds(9)), Egress(again));
        Assert.Null(again.Egress!.Reason);
    }

    [Fact]
    public void Stop_Running_LetsEveryTrackLeave()
    {
        var at = Books.Now.AddSeconds(30);
        var book = EgressMachine.Run(InSession.Start()).Stop(at);

        Assert.Equal(EgressStatus.Stopping, book.Egress!.Status);
        Assert.False(book.IsOn());
        Assert.Equal(at, book.Egress.EndedAt);
        Assert.Equal(
            new[] { Books.KeyOf("alice"), Books.KeyOf("bob"), Books.KeyOf("bob", TrackType.ScreenShare) }.Order(), book.Leaving().Order());
        Assert.All(book.Egress.Leaving, track => Assert.Equal(at, track.Until));
    }

    [Fact]
    public void Stop_NotRunning_IsRefusedInStreamsWords()
    {
        AssertRefused(EgressMachine.Stop(InSession, Books.App, Books.Cid, Books.Now), "call egress is not running");
        AssertRefused(EgressMachine.Stop(InSession.Start().Stop(), Books.App, Books.Cid, Books.Now), "call egress is not running");
        AssertRefused(EgressMachine.Stop(InSession.Start().Stop().Finish(), Books.App, Books.Cid, Books.Now), "call egress is not running");
    }

    [Fact]
    public void Run_Starting_IsRunningAndNothingElseChanges()
    {
        Assert.Equal(EgressStatus.Running, EgressMachine.Run(InSession.Start()).Egress!.Status);
        var stopping = InSession.Start().Stop();
        Assert.Same(stopping, EgressMachine.Run(stopping));
        Assert.Same(InSession, EgressMachine.Run(InSession));
    }

    [Fact]
    public void Retime_Running_AddsASegmentAtTheNextTick()
    {
        var book = InSession.Start().With("""{"frame_recording":{"capture_interval_in_seconds":10,"format":"webp"}}""");
        Assert.Equal(
            [new CadenceSegment(0, Books.Now, 3, 720), new CadenceSegment(2, Books.Now.AddSeconds(6), 10, 720, PictureFormat.Webp)],
            EgressMachine.Retime(book, Books.Now.AddSeconds(4)).Egress!.Segments);
    }

    [Fact]
    public void Retime_NotRunning_ChangesNothing() => Assert.Same(InSession, EgressMachine.Retime(InSession, Books.Now));

    private static (EgressStatus Status, string Id, string Session, DateTimeOffset StartedAt) Egress(CallBook book)
        => (book.Egress!.Status, book.Egress.EgressId, book.Egress.SessionId, book.Egress.StartedAt);

    private static Outcome<CallBook> Start(CallBook book) => EgressMachine.Start(book, new StartFrameRecording(null), "e", Books.Now);

    private static void AssertRefused(Outcome<CallBook> outcome, string words)
    {
        Assert.NotNull(outcome.Refusal);
        Assert.Equal((RefusalKind.Input, words), (outcome.Refusal.Kind, outcome.Refusal.Message));
    }
}
