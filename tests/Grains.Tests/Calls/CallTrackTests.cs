using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Tracks of a recorded call: several of a user, replaced, hanging, unreachable.</summary>
public sealed class CallTrackTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task CameraAndScreen_AreTwoStreamsOfWhichOneEndsWhenUnpublished()
    {
        await _call.RecordingAsync("alice");
        await _call.PutAsync("alice", Books.Camera, Books.Screen);
        await UntilAsync(() => Ticks(TrackType.Video) >= 2 && Ticks(TrackType.ScreenShare) >= 2, "ticks of camera and screen");

        var unpublished = cluster.Clock.GetUtcNow();
        await _call.PutAsync("alice", Books.Camera);
        await _call.UntilLeftAsync(Books.KeyOf("alice", TrackType.ScreenShare));
        var seen = Ticks(TrackType.Video);
        await UntilAsync(() => Ticks(TrackType.Video) >= seen + 4, "ticks of the camera alone");
        Assert.All(Of(TrackType.ScreenShare), order => Assert.True(order.DueAt <= unpublished, "a tick was due after the screen had gone"));
        Assert.Equal(Enumerable.Range(0, Ticks(TrackType.Video)).Select(tick => (long)tick), Of(TrackType.Video).Select(order => order.Tick));
    }

    [Fact]
    public async Task Replaced_TheNextTickReadsTheNewSourceAndNoneIsLost()
    {
        await _call.RecordingAsync("alice");
        await _call.UntilTicksAsync("alice", 2);
        await _call.PutAsync("alice", Books.Camera with { Source = new TrackSource("rtsp://camera/2") });
        await UntilAsync(() => _call.Orders("alice")[^1].Spec.Source.Url == "rtsp://camera/2", "a tick of the new source");
        Assert.Equal(Enumerable.Range(0, _call.Orders("alice").Count).Select(tick => (long)tick), _call.Orders("alice").Select(order => order.Tick));
        Assert.Single(_call.Orders("alice").Select(order => order.Spec.TrackKey).Distinct());
    }

    [Fact]
    public async Task TwoDevicesOfAUser_AreCapturedEachAndLeaveEach()
    {
        await _call.RecordingAsync("alice");
        await _call.PutAsync(Books.Request("alice", null, Books.Camera) with { UserSessionId = "alice-s2" });
        await UntilAsync(() => Devices().Length == 2, "ticks of both devices");
        await _call.RemoveAsync("alice");
        var left = cluster.Clock.GetUtcNow();
        await _call.UntilLeftAsync(Books.KeyOf("alice"));
        await _call.UntilTicksAsync("alice", _call.Orders("alice").Count + 3);
        Assert.All(_call.Orders("alice").Where(order => order.DueAt > left), order => Assert.Equal("alice-s2", order.Spec.UserSessionId));
        Assert.True((await cluster.Grains.GetUser(_call.App, "alice").GetAsync(None))!.Online);

        string[] Devices() => [.. _call.Orders("alice").Select(order => order.Spec.UserSessionId).Distinct()];
    }

    [Fact]
    public async Task UploadOfALeaverHangs_JoinersStartAllTheSame()
    {
        using var upload = Hang("alice");
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 1);
        await _call.RemoveAsync("alice");
        await _call.PutAsync("carol", Books.Camera);
        await cluster.Pipeline.Changed.UntilAsync(
            () => cluster.Pipeline.Prepared(_call.App).Any(spec => spec.UserId == "carol"), "the joiner's track while the leaver's upload hangs");
        Assert.Contains(Books.KeyOf("alice"), cluster.Beats.Of(_call.EgressId));
        Assert.DoesNotContain(_call.Rows("alice"), row => row.Outcome == TickOutcome.Captured);
    }

    [Fact]
    public async Task ComeBackWhileTheUploadHangs_StartsOnlyAfterTheStop()
    {
        var upload = Hang("alice");
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 1);
        await _call.RemoveAsync("alice");
        await _call.PutAsync("alice", Books.Camera);
        await _call.PutAsync("carol", Books.Camera);
        await cluster.Pipeline.Changed.UntilAsync(() => Prepared("carol") == 1, "the joiner's track");
        Assert.Equal(1, Prepared("alice"));

        upload.Dispose();
        await cluster.Pipeline.Changed.UntilAsync(() => Prepared("alice") == 2, "her track, which comes back");
        await _call.UntilTicksAsync("alice", _call.Orders("alice").Count + 2);
        Assert.DoesNotContain(_call.Rows("alice"), row => row.Provisional);
    }

    [Fact]
    public async Task LeaveWhileItsStartIsUnderWay_NothingGoesOnBeingCaptured()
    {
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _call.RecordingAsync("alice");
        cluster.Beats.HoldRegistered(() => held.Task);
        await _call.PutAsync("bob", Books.Camera);
        await cluster.Beats.Changed.UntilAsync(() => cluster.Beats.Of(_call.EgressId).Contains(Books.KeyOf("bob")), "the start of the joiner's track");
        await _call.RemoveAsync("bob");
        cluster.Beats.HoldRegistered(() => Task.CompletedTask);
        held.SetResult();

        await _call.UntilLeftAsync(Books.KeyOf("bob"));
        var seen = _call.Orders("bob").Count;
        await _call.UntilTicksAsync("alice", _call.Orders("alice").Count + 4);
        Assert.Equal(seen, _call.Orders("bob").Count);
    }

    [Fact]
    public async Task StopOfATrackFails_IsTriedAgain()
    {
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 1);
        cluster.Pipeline.FailRelease(_call.App);
        await _call.RemoveAsync("alice");
        await UntilAsync(() => !cluster.Beats.Of(_call.EgressId).Contains(Books.KeyOf("alice")), "the track to leave");
        await _call.StopAsync();
        await UntilAsync(() => _call.Types.Contains("frame_recording_stopped"), "the recording to stop");
    }

    [Fact]
    public async Task EveryUnmutedTrackBlocked_TheRecordingFailsThoughAnotherIsMuted()
    {
        cluster.Pipeline.Script(_call.App, "alice", (order, _) => Task.FromResult(ScriptedPipeline.Failed(order, FailureReason.WorkerLost)));
        await _call.RecordingAsync("alice");
        await _call.PutAsync("bob", Books.Camera with { Muted = true });
        await UntilAsync(() => _call.Types.Contains("frame_recording_failed"), "the recording to fail");
        Assert.Equal("worker_lost", (string)_call.Payload("frame_recording_failed")["reason"]!);
    }

    [Fact]
    public async Task EveryTrackMuted_IsNoFailure()
    {
        await _call.RecordingAsync("alice");
        await _call.PutAsync("alice", Books.Camera with { Muted = true });
        await _call.UntilTicksAsync("alice", _call.Orders("alice").Count + 5);
        Assert.DoesNotContain("frame_recording_failed", _call.Types);
    }

    [Fact]
    public async Task Unreachable_AllTracksForThePatience_LeavesAndJoinsAnew()
    {
        Refuse("alice", _ => true);
        await _call.RecordingAsync("alice", "bob");
        var began = cluster.Clock.GetUtcNow();
        await UntilAsync(() => _call.Types.Contains("session_participant_left"), "the participant whose camera is dead to leave");
        var left = _call.Payload("session_participant_left");
        Assert.Equal(("alice", "timeout"), ((string)left["participant"]!["user"]!["id"]!, (string)left["reason"]!));
        Assert.True(_call.Events[^1].CreatedAt - began >= Second * 30, "she left before her patience was over");
        Assert.Equal("bob", Assert.Single((await _call.GetAsync()).Call.Session!.Participants).User.Id);

        cluster.Pipeline.Script(_call.App, "alice", (order, _) => Task.FromResult(ScriptedPipeline.Captured(order)));
        await _call.PutAsync("alice", Books.Camera);
        Assert.Equal("session_participant_joined", _call.Types[^1]);
        await PassAsync(40);
        Assert.Single(_call.Types, "session_participant_left");
    }

    [Fact]
    public async Task Unreachable_OneOfTwoTracks_Stays()
    {
        Refuse("alice", order => order.Spec.TrackType == TrackType.Video);
        await _call.RecordingAsync("alice");
        await _call.PutAsync("alice", Books.Camera, Books.Screen);
        await PassAsync(60);
        Assert.DoesNotContain("session_participant_left", _call.Types);

        await _call.PutAsync("alice", Books.Camera, Books.Screen with { Muted = true });
        await UntilAsync(() => _call.Types.Contains("session_participant_left"), "the participant of whom only the dead camera is left");
    }

    [Fact]
    public async Task Unreachable_BackInTime_Stays()
    {
        Refuse("alice", _ => true);
        await PatientAsync();
        cluster.Pipeline.Script(_call.App, "alice", (order, _) => Task.FromResult(ScriptedPipeline.Captured(order)));
        await BackAsync();
        Assert.DoesNotContain("session_participant_left", _call.Types);
    }

    [Fact]
    public async Task Unreachable_ReplacedInTime_Stays()
    {
        Refuse("alice", order => order.Spec.Source.Url == "rtsp://camera/1");
        await PatientAsync();
        await _call.PutAsync("alice", Books.Camera with { Source = new TrackSource("rtsp://camera/2") });
        await BackAsync();
        Assert.DoesNotContain("session_participant_left", _call.Types);
    }

    [Fact]
    public async Task Unreachable_TheLastParticipant_EndsTheSessionToo()
    {
        Refuse("alice", _ => true);
        await _call.RecordingAsync("alice");
        await UntilAsync(() => _call.Types.Contains("session_ended"), "the session to end");
        Assert.Equal(["session_participant_left", "frame_recording_stopped", "session_ended"], _call.Types[^3..]);
        Assert.Equal("stopped", _call.Egresses[0].Status);
    }

    private int Ticks(TrackType track) => Of(track).Length;

    private TickOrder[] Of(TrackType track) => [.. _call.Orders("alice").Where(order => order.Spec.TrackType == track)];

    private int Prepared(string user) => cluster.Pipeline.Prepared(_call.App).Count(spec => spec.UserId == user);

    private void Refuse(string user, Func<TickOrder, bool> refused) => cluster.Pipeline.Script(
        _call.App,
        user,
        (order, _) => Task.FromResult(refused(order) ? ScriptedPipeline.Failed(order, FailureReason.Refused) : ScriptedPipeline.Captured(order)));

    /// <summary>The uploads of a user's pictures hang until it is disposed.</summary>
    private HungUploads Hang(string user)
    {
        HungUploads hung = new();
        cluster.Pipeline.Script(_call.App, user, async (order, _) =>
        {
            await hung.Released;
            return ScriptedPipeline.Captured(order);
        });
        return hung;
    }

    /// <summary>A dead camera, far from the end of the call's patience however slowly the silo works.</summary>
    private async Task PatientAsync()
    {
        await _call.RecordingAsync("alice");
        await _call.UpdateAsync("""{"session":{"inactivity_timeout_seconds":300}}""");
        await UntilAsync(() => _call.Rows("alice").Count >= 5, "the dead camera's ticks");
    }

    /// <summary>The camera is back; then its call's patience passes.</summary>
    private async Task BackAsync()
    {
        await UntilAsync(() => _call.Rows("alice").Count(row => row.Outcome == TickOutcome.Captured) >= 5, "the camera's pictures");
        await PassAsync(350, step: 5);
    }

    /// <summary>So many seconds pass, with a moment for the silo in each step.</summary>
    private Task PassAsync(int seconds, int step = 1)
    {
        var steps = seconds / step;
        return cluster.Clock.AdvanceUntilAsync(Second * step, () => steps-- == 0, "seconds to pass");
    }

    private Task UntilAsync(Func<bool> condition, string what) => cluster.Clock.AdvanceUntilAsync(Second / 2, condition, what);

    private sealed class HungUploads : IDisposable
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Released => _released.Task;

        public void Dispose() => _released.TrySetResult();
    }
}
