using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>A recording from its start to its end, with the grains that capture.</summary>
public sealed class CallRecordingTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task WholeLife_EventsComeInOrderEachOnce()
    {
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 2);
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        await _call.RemoveAsync("alice");
        await _call.RemoveAsync("bob");
        await AdvanceUntilAsync("session_ended");

        Assert.Equal(
            [
                "created", "session_started", "session_participant_joined", "session_participant_joined", "frame_recording_started",
                "frame_recording_stopped", "session_participant_left", "session_participant_left", "session_ended",
            ],
            _call.Types);
        Assert.Equal(_call.Events.Count, _call.Events.Select(row => row.EventId).Distinct().Count());
    }

    [Fact]
    public async Task Start_AnswersRunningAndItsEventCarriesTheCall()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice", Books.Camera);
        var state = await _call.StartAsync();
        Assert.Equal("running", state.Call.Egress.FrameRecording!.Status);
        Assert.False(state.Call.Recording);
        await _call.UntilAsync("frame_recording_started");
        await cluster.Events.UntilAsync(() => _call.Egresses.Count == 1, "the recording's row");

        var started = _call.Payload("frame_recording_started");
        Assert.Equal(["call", "call_cid", "created_at", "egress_id", "type"], started.AsObject().Select(member => member.Key).Order());
        Assert.Equal(_call.EgressId, (string)started["egress_id"]!);
        Assert.Equal("running", (string)started["call"]!["egress"]!["frame_recording"]!["status"]!);
        var row = _call.Egresses[0];
        Assert.Equal(("running", _call.Cid, state.Call.CurrentSessionId, null, null), (row.Status, row.CallCid, row.SessionId, row.EndedAt, row.Reason));
        Assert.Equal(new CadenceSegment(0, row.StartedAt, 3, 720), Assert.Single(row.Segments));
    }

    [Fact]
    public async Task StartAndStop_WhenTheyCannot_AreRefusedInStreamsWords()
    {
        await _call.MadeAsync();
        Assert.Equal("there is no active session", await _call.StartRefusedAsync());
        Assert.Equal("call egress is not running", (await _call.Grain.StopFrameRecordingAsync(None))!.Message);
        await _call.PutAsync("alice");
        await _call.StartAsync();
        Assert.Equal("frame recording is already running", await _call.StartRefusedAsync());
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        Assert.Equal("call egress is not running", (await _call.Grain.StopFrameRecordingAsync(None))!.Message);
        Assert.Single(_call.Types, "frame_recording_started");
    }

    [Fact]
    public async Task Stop_WaitsForTheCapturesAndThenSaysSo()
    {
        TaskCompletionSource upload = new();
        cluster.Pipeline.Script(_call.App, "alice", async (order, _) =>
        {
            await upload.Task;
            return ScriptedPipeline.Captured(order);
        });
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 1);
        await _call.UntilTicksAsync("bob", 1);
        var state = await _call.StopAsync();
        Assert.Null(state.Call.Egress.FrameRecording);
        Assert.Equal("frame recording is already running", await _call.StartRefusedAsync());
        Assert.DoesNotContain("frame_recording_stopped", _call.Types);

        upload.SetResult();
        await _call.UntilAsync("frame_recording_stopped");
        var stopped = _call.Payload("frame_recording_stopped");
        Assert.Equal(["call", "call_cid", "created_at", "egress_id", "type"], stopped.AsObject().Select(member => member.Key).Order());
        Assert.Null(stopped["call"]!["egress"]!["frame_recording"]);
        Assert.NotEmpty(_call.Rows("alice"));
        Assert.Empty(cluster.Beats.Of(_call.EgressId));
        var row = _call.Egresses[0];
        Assert.Equal(("stopped", null, true), (row.Status, row.Reason, row.EndedAt >= row.StartedAt));
        Assert.All(_call.Rows("bob"), tick => Assert.True(tick.DueAt <= row.EndedAt));
    }

    [Fact]
    public async Task StartAgain_IsAnotherRecording()
    {
        await _call.RecordingAsync("alice");
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        cluster.Clock.Advance(Second);
        await _call.StartAsync();
        await _call.UntilAsync("frame_recording_started", 2);
        await _call.UntilTicksAsync("alice", 1);
        await cluster.Events.UntilAsync(() => _call.Egresses.Count == 2, "two recordings");
        Assert.Equal(["stopped", "running"], _call.Egresses.Select(row => row.Status));
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped", 2);
        Assert.NotEmpty(_call.Rows("alice", _call.Egresses[1].EgressId));
    }

    [Fact]
    public async Task Unpublish_EndsThatTracksCaptureOnly()
    {
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 1);
        await _call.PutAsync("alice");
        await cluster.Beats.Changed.UntilAsync(() => cluster.Beats.Of(_call.EgressId).Count == 1, "the track to leave");
        Assert.Equal([Books.KeyOf("bob")], cluster.Beats.Of(_call.EgressId));
        var alice = _call.Orders("alice").Count;
        await _call.UntilTicksAsync("bob", _call.Orders("bob").Count + 3);
        Assert.Equal(alice, _call.Orders("alice").Count);
        Assert.Single(_call.Types, type => type.StartsWith("frame_recording", StringComparison.Ordinal));

        cluster.Clock.Advance(Second * 10);
        await _call.PutAsync("alice", Books.Camera);
        await _call.UntilTicksAsync("alice", alice + 1);
        Assert.True(_call.Orders("alice")[^1].Tick > _call.Orders("alice")[alice - 1].Tick);
        Assert.DoesNotContain(_call.Rows("alice"), row => row.Provisional);
    }

    [Fact]
    public async Task Join_DuringTheRecording_IsCapturedFromThenOn()
    {
        await _call.RecordingAsync("alice");
        await _call.UntilTicksAsync("alice", 3);
        var joined = cluster.Clock.GetUtcNow();
        await _call.PutAsync("bob", Books.Camera, Books.Screen);
        await _call.UntilTicksAsync("bob", 4);
        Assert.All(_call.Orders("bob"), order => Assert.True(order.DueAt >= joined));
        Assert.Equal(2, _call.Orders("bob").Select(order => order.Spec.TrackType).Distinct().Count());
    }

    [Fact]
    public async Task SourceAndMute_Changed_ReachTheCapture()
    {
        await _call.RecordingAsync("alice");
        await _call.UntilTicksAsync("alice", 2);
        await _call.PutAsync("alice", Books.Camera with { Source = new TrackSource("rtsp://camera/2"), Muted = true });
        await cluster.Clock.AdvanceUntilAsync(
            Second / 4, () => _call.Orders("alice")[^1].Spec is { Muted: true, Source.Url: "rtsp://camera/2" }, "a tick of the new source");
        Assert.Equal(Enumerable.Range(0, _call.Orders("alice").Count).Select(tick => (long)tick), _call.Orders("alice").Select(order => order.Tick));
    }

    [Fact]
    public async Task Settings_ChangedDuringTheRecording_ReachTheNextTick()
    {
        await _call.RecordingAsync("alice");
        await _call.UntilTicksAsync("alice", 2);
        await _call.UpdateAsync("""{"frame_recording":{"capture_interval_in_seconds":10,"quality":"360p","format":"webp"}}""");
        await cluster.Clock.AdvanceUntilAsync(
            Second, () => _call.Orders("alice").Count(order => order.IntervalSeconds == 10) >= 2, "two ticks of the new interval");

        var orders = _call.Orders("alice");
        Assert.Equal(Enumerable.Range(0, orders.Count).Select(tick => (long)tick), orders.Select(order => order.Tick));
        Assert.Equal((Second * 10, 360, PictureFormat.Webp), (orders[^1].DueAt - orders[^2].DueAt, orders[^1].ShortSide, orders[^1].Format));
        await cluster.Events.UntilAsync(() => _call.Egresses[0].Segments.Count == 2, "the recording's segments");
    }

    [Fact]
    public async Task SessionEnds_TheRecordingEndsFirst()
    {
        await _call.RecordingAsync("alice");
        await _call.UntilTicksAsync("alice", 1);
        await _call.RemoveAsync("alice");
        await AdvanceUntilAsync("session_ended");
        Assert.Equal(["session_participant_left", "frame_recording_stopped", "session_ended"], _call.Types[^3..]);
        Assert.Equal("stopped", _call.Egresses[0].Status);
        Assert.Equal("", (await _call.GetAsync()).Call.CurrentSessionId);
    }

    private Task AdvanceUntilAsync(string type) => cluster.Clock.AdvanceUntilAsync(Second / 2, () => _call.Types.Contains(type), $"{type} of {_call.Cid}");
}
