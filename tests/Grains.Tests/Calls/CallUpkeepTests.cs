using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>How a recording fails, is kept alive, and spreads over its captures.</summary>
public sealed class CallUpkeepTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task EveryTrackBlocked_TheRecordingFailsOnceWithItsReason()
    {
        cluster.Pipeline.Script(_call.App, null, (order, _) => Task.FromResult(ScriptedPipeline.Failed(order, FailureReason.Store)));
        await _call.RecordingAsync("alice", "bob");
        await AdvanceUntilAsync("frame_recording_failed");

        var failed = _call.Payload("frame_recording_failed");
        Assert.Equal(["call", "call_cid", "created_at", "egress_id", "reason", "type"], failed.AsObject().Select(member => member.Key).Order());
        Assert.Equal("store", (string)failed["reason"]!);
        Assert.Null(failed["call"]!["egress"]!["frame_recording"]);
        Assert.Equal(("failed", "store"), (_call.Egresses[0].Status, _call.Egresses[0].Reason));
        Assert.True(_call.Rows("alice").Count >= 3 && _call.Rows("bob").Count >= 3);
        Assert.Null((await _call.GetAsync()).Call.Egress.FrameRecording);

        cluster.Pipeline.Script(_call.App, null, (order, _) => Task.FromResult(ScriptedPipeline.Captured(order)));
        await _call.StartAsync();
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        Assert.Single(_call.Types, "frame_recording_failed");
    }

    [Fact]
    public async Task OneTrackBlocked_TheRecordingGoesOnUntilTheOtherLeaves()
    {
        cluster.Pipeline.Script(_call.App, "alice", (order, _) => Task.FromResult(ScriptedPipeline.Failed(order, FailureReason.WorkerLost)));
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 6);
        await _call.UntilTicksAsync("bob", 6);
        Assert.DoesNotContain("frame_recording_failed", _call.Types);

        await _call.RemoveAsync("bob");
        await _call.UntilAsync("frame_recording_failed");
        Assert.Equal("worker_lost", (string)_call.Payload("frame_recording_failed")["reason"]!);
    }

    [Fact]
    public async Task DeadCameras_AreNeverAFailedRecording()
    {
        cluster.Pipeline.Script(_call.App, null, (order, _) => Task.FromResult(ScriptedPipeline.Failed(order, FailureReason.Refused)));
        await _call.RecordingAsync("alice");
        await _call.UntilTicksAsync("alice", 6);
        Assert.DoesNotContain("frame_recording_failed", _call.Types);
        Assert.Equal("running", (await _call.GetAsync()).Call.Egress.FrameRecording!.Status);
    }

    [Fact]
    public async Task Reminder_IsThereWhileItRecordsAndGoneAfter()
    {
        await _call.RecordingAsync("alice");
        Assert.Single(cluster.Reminders.Of(_call.App));
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        await cluster.Clock.AdvanceUntilAsync(Second, () => cluster.Reminders.Of(_call.App).Count == 0, "the reminder to go");
    }

    [Fact]
    public async Task Reminder_StartWhileTheLastOneIsTakenAway_StaysThere()
    {
        await _call.RecordingAsync("alice");
        TaskCompletionSource held = new();
        TaskCompletionSource removing = new();
        cluster.Reminders.HoldRemoval(() =>
        {
            removing.TrySetResult();
            return held.Task;
        });
        await _call.StopAsync();
        await cluster.Clock.AdvanceUntilAsync(Second, () => removing.Task.IsCompleted, "the reminder to be taken away");
        var start = _call.StartAsync();
        held.SetResult();
        await start;
        cluster.Reminders.HoldRemoval(() => Task.CompletedTask);
        await _call.UntilTicksAsync("alice", 2);
        Assert.Single(cluster.Reminders.Of(_call.App));

        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped", 2);
        await cluster.Clock.AdvanceUntilAsync(Second, () => cluster.Reminders.Of(_call.App).Count == 0, "the reminder to go");
    }

    [Fact]
    public async Task Revive_RunningRecording_SendsTheSpecsAgain()
    {
        await _call.RecordingAsync("alice", "bob");
        await cluster.Pipeline.Changed.UntilAsync(() => Prepared("alice") == 1 && Prepared("bob") == 1, "both tracks");
        await _call.Grain.ReviveAsync(_call.EgressId, [Books.KeyOf("alice")], None);
        await cluster.Pipeline.Changed.UntilAsync(() => Prepared("alice") == 2, "the track again");
        Assert.Equal(1, Prepared("bob"));
    }

    [Fact]
    public async Task Revive_EndedRecording_TakesItsBeatsAway()
    {
        await _call.RecordingAsync("alice");
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        await cluster.Beats.RegisterAsync(_call.EgressId, ["left-over"], None);
        await _call.Grain.ReviveAsync(_call.EgressId, ["left-over"], None);
        Assert.Empty(cluster.Beats.Of(_call.EgressId));
    }

    [Fact]
    public async Task ManyParticipants_FanOutThirtyTwoAtATime()
    {
        const int participants = 70;
        await _call.MadeAsync();
        for (var number = 0; number < participants; number++)
        {
            await _call.PutAsync($"user-{number}", Books.Camera);
        }

        TaskCompletionSource held = new();
        cluster.Ticks.HoldLastTick(() => held.Task);
        await _call.StartAsync();
        await cluster.Ticks.Changed.UntilAsync(() => cluster.Ticks.Asking == 32, "32 tracks to start");
        held.SetResult();
        cluster.Ticks.HoldLastTick(() => Task.CompletedTask);
        await cluster.Beats.Changed.UntilAsync(() => cluster.Beats.Of(_call.EgressId).Count == participants, "all tracks");
        await cluster.Pipeline.Changed.UntilAsync(() => cluster.Pipeline.Prepared(_call.App).Count == participants, "all captures");
        Assert.Equal(32, cluster.Ticks.MostAsking);

        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        Assert.Empty(cluster.Beats.Of(_call.EgressId));
    }

    private int Prepared(string user) => cluster.Pipeline.Prepared(_call.App).Count(spec => spec.UserId == user);

    private Task AdvanceUntilAsync(string type) => cluster.Clock.AdvanceUntilAsync(Second / 2, () => _call.Types.Contains(type), $"{type} of {_call.Cid}");
}
