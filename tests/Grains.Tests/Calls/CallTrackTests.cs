using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Tracks that come, go and change while the call is recorded.</summary>
public sealed class CallTrackTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CallOfTest _call = cluster.NewCall();

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
        await _call.UpdateAsync("""{"frame_recording":{"capture_interval_in_seconds":10,"quality":"360p"}}""");
        await cluster.Clock.AdvanceUntilAsync(
            Second, () => _call.Orders("alice").Count(order => order.IntervalSeconds == 10) >= 2, "two ticks of the new interval");

        var orders = _call.Orders("alice");
        Assert.Equal(Enumerable.Range(0, orders.Count).Select(tick => (long)tick), orders.Select(order => order.Tick));
        Assert.Equal((Second * 10, 360), (orders[^1].DueAt - orders[^2].DueAt, orders[^1].ShortSide));
        await cluster.Events.UntilAsync(() => _call.Egresses[0].Segments.Count == 2, "the recording's segments");
    }
}
