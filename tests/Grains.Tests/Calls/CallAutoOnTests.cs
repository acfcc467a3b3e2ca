using OrleansFrames.Grains.Tests.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Calls that are recorded without being asked.</summary>
public sealed class CallAutoOnTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private const string On = """{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":2}}""";
    private const string Available = """{"frame_recording":{"mode":"available"}}""";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task CallType_OnAuto_RecordsFromTheFirstParticipantToTheEndOfTheSession()
    {
        await SetTypeAsync(On);
        await _call.MadeAsync();
        var state = await _call.PutAsync("alice", Books.Camera);

        Assert.Equal("running", state.Call.Egress.FrameRecording!.Status);
        Assert.Equal(["created", "session_started", "session_participant_joined", "frame_recording_started"], _call.Types);
        Assert.Single(cluster.Reminders.Of(_call.App));
        await _call.UntilTicksAsync("alice", 2);
        await _call.PutAsync("bob", Books.Camera);
        await _call.UntilTicksAsync("bob", 1);

        await _call.RemoveAsync("alice");
        await _call.RemoveAsync("bob");
        await AdvanceUntilAsync("session_ended");
        Assert.Equal(["session_participant_left", "session_participant_left", "frame_recording_stopped", "session_ended"], _call.Types[^4..]);
        Assert.Single(_call.Types, "frame_recording_started");
    }

    [Fact]
    public async Task Put_StartsInTheWriteOfTheJoin()
    {
        await _call.MadeAsync(On);
        cluster.Storage.Fail(name => name.StartsWith("call ", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => _call.Grain.PutParticipantAsync(Books.Request("alice", null, Books.Camera), None));
        cluster.Storage.Fail(_ => false);
        var nothing = (await _call.GetAsync()).Call;
        Assert.Equal((null, null), (nothing.Session, nothing.Egress.FrameRecording));
        Assert.Equal(["created"], _call.Types);
        await cluster.Clock.AdvanceUntilAsync(Second, () => cluster.Reminders.Of(_call.App).Count == 0, "the reminder to go");

        await _call.PutAsync("alice", Books.Camera);
        Assert.Equal(["created", "session_started", "session_participant_joined", "frame_recording_started"], _call.Types);
    }

    [Fact]
    public async Task CallsOverride_BeatsItsType()
    {
        await SetTypeAsync(On);
        await _call.MadeAsync(Available);
        Assert.Null((await _call.PutAsync("alice", Books.Camera)).Call.Egress.FrameRecording);

        await SetTypeAsync(Available);
        var other = Other();
        await other.MadeAsync(On);
        Assert.NotNull((await other.PutAsync("alice", Books.Camera)).Call.Egress.FrameRecording);
    }

    [Fact]
    public async Task CallType_SwitchedLater_ReachesCallsMadeAfterOnly()
    {
        await _call.MadeAsync();
        await SetTypeAsync(On);
        Assert.Null((await _call.PutAsync("alice", Books.Camera)).Call.Egress.FrameRecording);
        var other = Other();
        await other.MadeAsync();
        Assert.NotNull((await other.PutAsync("alice", Books.Camera)).Call.Egress.FrameRecording);
    }

    [Fact]
    public async Task StoppedByHand_StaysStoppedForTheSessionAndStartsInTheNext()
    {
        await _call.MadeAsync(On);
        await _call.PutAsync("alice", Books.Camera);
        await _call.UntilTicksAsync("alice", 1);
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        Assert.Null((await _call.PutAsync("bob", Books.Camera)).Call.Egress.FrameRecording);
        Assert.Null((await _call.PutAsync("alice", Books.Camera, Books.Screen)).Call.Egress.FrameRecording);

        await _call.RemoveAsync("alice");
        await _call.RemoveAsync("bob");
        await AdvanceUntilAsync("session_ended");
        Assert.Equal("running", (await _call.PutAsync("alice", Books.Camera)).Call.Egress.FrameRecording!.Status);
        Assert.Equal(["session_started", "session_participant_joined", "frame_recording_started"], _call.Types[^3..]);
        await cluster.Events.UntilAsync(() => _call.Egresses.Count == 2, "the second recording");
        Assert.Equal(2, _call.Egresses.Select(row => row.SessionId).Distinct().Count());
    }

    [Fact]
    public async Task Update_ToAutoOn_StartsTheLiveSessionsRecording()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice", Books.Camera);
        Assert.Equal("running", (await _call.UpdateAsync(On)).Call.Egress.FrameRecording!.Status);
        Assert.Equal(["updated", "frame_recording_started"], _call.Types[^2..]);
        await _call.UntilTicksAsync("alice", 2);
        Assert.Equal(2, _call.Orders("alice")[0].IntervalSeconds);
    }

    [Fact]
    public async Task Update_ToDisabled_StopsTheRunningRecordingAndRefusesTheNext()
    {
        await _call.MadeAsync(On);
        await _call.PutAsync("alice", Books.Camera);
        await _call.UntilTicksAsync("alice", 1);
        Assert.Null((await _call.UpdateAsync("""{"frame_recording":{"mode":"disabled"}}""")).Call.Egress.FrameRecording);
        await _call.UntilAsync("frame_recording_stopped");
        Assert.Equal("frame recording is disabled for this call", await _call.StartRefusedAsync());
        Assert.Equal("stopped", _call.Egresses[0].Status);
    }

    [Fact]
    public async Task NextSession_WhileTheLastRecordingStillStops_IsRecordedAfterIt()
    {
        TaskCompletionSource upload = new();
        cluster.Pipeline.Script(_call.App, "alice", async (order, _) =>
        {
            await upload.Task;
            return ScriptedPipeline.Captured(order);
        });
        await _call.MadeAsync("""{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":2},"session":{"inactivity_timeout_seconds":5}}""");
        var first = (await _call.PutAsync("alice", Books.Camera)).Call.CurrentSessionId;
        await _call.UntilTicksAsync("alice", 1);
        await _call.Grain.StopFrameRecordingAsync(None);
        await _call.RemoveAsync("alice");
        await _call.UntilStateAsync(call => call.CurrentSessionId.Length == 0, "the session to end");

        var second = (await _call.PutAsync("bob", Books.Camera)).Call;
        Assert.Null(second.Egress.FrameRecording);
        Assert.NotEqual(first, second.CurrentSessionId);
        upload.SetResult();
        await _call.UntilAsync("frame_recording_started", 2);
        Assert.Equal(["frame_recording_stopped", "session_ended", "frame_recording_started"], _call.Types[^3..]);
        Assert.Equal(first, (string)_call.Payload("session_ended")["session_id"]!);
        Assert.Equal(second.CurrentSessionId, (string)_call.Payload("frame_recording_started")["call"]!["current_session_id"]!);
        await _call.UntilTicksAsync("bob", 1);
    }

    private CallOfTest Other() => new(cluster, _call.App);

    private async Task SetTypeAsync(string settings)
        => Assert.Null((await cluster.Grains.GetCallType(_call.App, "default").UpdateAsync(new(new(settings), null, null, null), None)).Refusal);

    private Task AdvanceUntilAsync(string type) => cluster.Clock.AdvanceUntilAsync(Second / 2, () => _call.Types.Contains(type), $"{type} of {_call.Cid}");
}
