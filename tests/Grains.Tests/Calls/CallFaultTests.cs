using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Ledger, storage and silo come and go; what is owed is not lost, and nothing is half done.</summary>
public sealed class CallFaultTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FramesCluster _cluster = new();
    private CallOfTest _call = null!;

    public async Task InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _call = await _cluster.NewCall().MadeAsync("""{"frame_recording":{"capture_interval_in_seconds":2}}""");
    }

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task LedgerAway_AnswersGoOnAndWhatIsOwedFollowsInOrderOnce()
    {
        _cluster.Events.GoAway();
        await _call.PutAsync("alice", Books.Camera);
        await _call.PutAsync("bob", Books.Camera);
        Assert.Equal("running", (await _call.StartAsync()).Call.Egress.FrameRecording!.Status);
        await _call.RemoveAsync("bob");
        Assert.Equal(["created"], _call.Types);

        _cluster.Events.ComeBack();
        await AdvanceUntilAsync("session_participant_left");
        await _call.PutAsync("carol");
        Assert.Equal(
            [
                "created", "session_started", "session_participant_joined", "session_participant_joined", "frame_recording_started",
                "session_participant_left", "session_participant_joined",
            ],
            _call.Types);
        await _call.UntilTicksAsync("alice", 1);
    }

    [Fact]
    public async Task SiloGoesBetweenWriteAndFlush_TheOwedEventsComeWithTheSameIds()
    {
        _cluster.Events.Fail(type => type == "call.session_participant_joined" ? new LedgerException("the database is away") : null);
        await _call.PutAsync("alice");
        Assert.Equal(["created"], _call.Types);
        await _cluster.RestartAsync();
        _cluster.Events.ComeBack();
        await _call.GetAsync();
        await AdvanceUntilAsync("session_participant_joined");
        Assert.Equal(["created", "session_started", "session_participant_joined"], _call.Types);

        await _cluster.RestartAsync();
        await _call.PutAsync("bob");
        Assert.Equal(["created", "session_started", "session_participant_joined", "session_participant_joined"], _call.Types);
    }

    [Fact]
    public async Task SiloGoesWhileRecording_TheReminderBringsItBackAndLostTicksAreNamed()
    {
        await _call.PutAsync("alice", Books.Camera);
        await _call.StartAsync();
        await _call.UntilTicksAsync("alice", 2);
        await _cluster.RestartAsync();
        var before = _call.Orders("alice").Count;
        _cluster.Clock.Advance(Second * 20);
        await _call.UntilTicksAsync("alice", before + 2);

        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        var rows = _call.Rows("alice");
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(tick => (long)tick), rows.Select(row => row.Tick));
        Assert.Contains(rows, row => row.Provisional);
        Assert.Single(_call.Types, "frame_recording_started");
    }

    [Fact]
    public async Task SiloGoesRightAfterTheJoinOfAnAutoOnCall_TheRecordingGoesOn()
    {
        await _call.UpdateAsync("""{"frame_recording":{"mode":"auto-on"}}""");
        await _call.PutAsync("alice", Books.Camera);
        await _cluster.RestartAsync();
        await _call.UntilTicksAsync("alice", 2);
        Assert.Single(_call.Types, "frame_recording_started");
    }

    [Fact]
    public async Task SiloGoesWhileStopping_TheStopIsFinishedOnceAndCountsNothingAfterIt()
    {
        await _call.PutAsync("alice", Books.Camera);
        await _call.StartAsync();
        await _call.UntilTicksAsync("alice", 2);
        _cluster.Events.GoAway();
        await _call.StopAsync();
        var stopped = _cluster.Clock.GetUtcNow();
        await _cluster.RestartAsync();
        _cluster.Clock.Advance(Second * 40);
        _cluster.Events.ComeBack();
        await _call.GetAsync();
        await AdvanceUntilAsync("frame_recording_stopped");
        Assert.All(_call.Rows("alice"), row => Assert.True(row.DueAt <= stopped, $"tick {row.Tick} was due after the stop"));
        Assert.Single(_call.Types, "frame_recording_stopped");
    }

    [Fact]
    public async Task StorageAwayAtTheStart_NothingIsHalfDone()
    {
        await _call.PutAsync("alice", Books.Camera);
        _cluster.Storage.Fail(name => name.StartsWith("call ", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => _call.Grain.StartFrameRecordingAsync(new(null), None));
        _cluster.Storage.Fail(_ => false);

        Assert.Null((await _call.GetAsync()).Call.Egress.FrameRecording);
        Assert.Equal(["created", "session_started", "session_participant_joined"], _call.Types);
        Assert.Empty(_cluster.Pipeline.Prepared(_call.App));
        await _cluster.Clock.AdvanceUntilAsync(Second, () => _cluster.Reminders.Of(_call.App).Count == 0, "the reminder to go");
        await _call.StartAsync();
        await _call.UntilTicksAsync("alice", 1);
        Assert.Single(_call.Types, "frame_recording_started");
    }

    [Fact]
    public async Task StorageAwayAtAPut_TheParticipantIsNotIn()
    {
        _cluster.Storage.Fail(name => name.StartsWith("call ", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => _call.Grain.PutParticipantAsync(Books.Request("alice"), None));
        _cluster.Storage.Fail(_ => false);
        Assert.Null((await _call.GetAsync()).Call.Session);
        await _call.PutAsync("alice");
        Assert.Equal(["created", "session_started", "session_participant_joined"], _call.Types);
    }

    [Fact]
    public async Task UsersCannotBeTold_PicturesAndEventsComeAndTheyHearLater()
    {
        await _call.PutAsync("bob");
        await _cluster.Grains.GetUser(_call.App, "alice").EnsureAsync(None);
        _cluster.Storage.Fail(name => name.StartsWith("user ", StringComparison.Ordinal) && name.Contains("alice", StringComparison.Ordinal));
        await _call.UpdateAsync("""{"frame_recording":{"mode":"auto-on"}}""");
        await Assert.ThrowsAnyAsync<Exception>(() => _call.Grain.PutParticipantAsync(Books.Request("alice", null, Books.Camera), None));

        _cluster.Storage.Fail(_ => false);
        await _cluster.Grains.GetUser(_call.App, "alice").SeeActiveAsync(None);
        _cluster.Storage.Fail(name => name.StartsWith("user ", StringComparison.Ordinal) && name.Contains("alice", StringComparison.Ordinal));
        await _call.PutAsync("alice", Books.Camera);
        Assert.Equal("session_participant_joined", _call.Types[^1]);
        await _call.UntilTicksAsync("alice", 2);
        Assert.False((await _cluster.Grains.GetUser(_call.App, "alice").GetAsync(None))!.Online);

        _cluster.Storage.Fail(_ => false);
        await _call.UntilOnlineAsync("alice", online: true);
        await _call.RemoveAsync("alice");
        await _call.UntilOnlineAsync("alice", online: false);
    }

    [Fact]
    public async Task SiloGoesBeforeAUserHeardThatSheLeft_SheHearsAfterwards()
    {
        await _call.PutAsync("alice");
        _cluster.Storage.Fail(name => name.StartsWith("user ", StringComparison.Ordinal));
        await _call.RemoveAsync("alice");
        await _cluster.RestartAsync();
        Assert.True((await _cluster.Grains.GetUser(_call.App, "alice").GetAsync(None))!.Online);
        _cluster.Storage.Fail(_ => false);
        await _call.GetAsync();
        await _call.UntilOnlineAsync("alice", online: false);
    }

    [Fact]
    public async Task LedgerAwayAtTheVeryEnd_TheRowOfTheRecordingStillEnds()
    {
        await _call.PutAsync("alice", Books.Camera);
        await _call.StartAsync();
        await _call.UntilTicksAsync("alice", 1);
        _cluster.Events.Fail(what => what == "egress stopped" ? new LedgerException("the database is away") : null);
        await _call.StopAsync();
        await _cluster.Events.UntilAsync(() => _cluster.Events.Failures > 0, "the end to be tried");
        Assert.NotNull(await _call.Grain.StartFrameRecordingAsync(new(null), None));

        _cluster.Events.ComeBack();
        await AdvanceUntilAsync("frame_recording_stopped");
        await _call.StartAsync();
        await _cluster.Events.UntilAsync(() => _call.Egresses.Count == 2, "the next recording's row");
        Assert.Equal(["stopped", "running"], _call.Egresses.Select(row => row.Status));
    }

    [Fact]
    public async Task BackgroundWorkCancelledByTheLedger_IsTriedAgain()
    {
        await _call.PutAsync("alice", Books.Camera);
        _cluster.Events.Fail(what => what.StartsWith("egress", StringComparison.Ordinal) ? new OperationCanceledException("of the database's own") : null);
        await _call.StartAsync();
        await _cluster.Events.UntilAsync(() => _cluster.Events.Failures > 0, "the row to be tried");
        _cluster.Events.ComeBack();
        await _call.UntilTicksAsync("alice", 1);

        // The reminder would have brought it back too, a minute later.
        Assert.InRange(_call.Orders("alice")[0].Tick, 0, 5);
    }

    [Fact]
    public async Task StateWrittenBySomebodyElse_TheCallIsReadAgain()
    {
        await _call.PutAsync(Books.Request("alice", 20));
        _cluster.Storage.Touch(_call.App);
        await AdvanceUntilAsync("session_participant_left", () => _call.GetAsync());
        Assert.Single(_call.Types, "session_participant_left");
    }

    private Task AdvanceUntilAsync(string type, Func<Task>? meanwhile = null) => _cluster.Clock.AdvanceUntilAsync(
        Second,
        () =>
        {
            _ = meanwhile?.Invoke();
            return _call.Types.Contains(type);
        },
        $"{type} of {_call.Cid}");
}
