using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Capture;

public sealed class ParticipantCaptureGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private const string App = "app";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly string _egress = $"egress-{Guid.NewGuid():N}";
    private readonly string _user = $"user-{Guid.NewGuid():N}";

    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    private IReadOnlyList<(TickOrder Order, DateTimeOffset At)> Begun => cluster.Pipeline.Begun(App, _user);

    [Fact]
    public async Task Start_OnTheClock_BeginsEachTickOnceAndNeverEarly()
    {
        var spec = await StartedAsync();
        await TicksAsync(10);
        await StopAsync(spec, Now);

        var cadence = Cadence.Of(spec);
        Assert.Equal(Enumerable.Range(0, Begun.Count).Select(tick => (long)tick), Begun.Select(one => one.Order.Tick));
        Assert.All(Begun, one =>
        {
            Assert.Equal(cadence.DueAt(one.Order.Tick), one.Order.DueAt);
            Assert.True(one.At >= one.Order.DueAt, $"tick {one.Order.Tick} began before it was due");
            Assert.Equal((2, 720), (one.Order.IntervalSeconds, one.Order.ShortSide));
        });
    }

    [Fact]
    public async Task Start_Track_IsPreparedAndOnTheRoster()
    {
        var spec = await StartedAsync();
        Assert.Contains(new TrackRef(_egress, spec.TrackKey), cluster.Roster.Tracks);
        Assert.Contains(spec.TrackKey, cluster.Pipeline.Prepared(App).Select(one => one.TrackKey));

        await StopAsync(spec, Now);
        Assert.DoesNotContain(new TrackRef(_egress, spec.TrackKey), cluster.Roster.Tracks);
        Assert.Contains(spec.TrackKey, cluster.Pipeline.Released(App).Select(one => one.TrackKey));
    }

    [Fact]
    public async Task Start_MutedTrack_TicksWithoutOpeningItsSource()
    {
        var spec = Spec() with { Muted = true };
        await Grain(spec).StartAsync(spec, CancellationToken.None);
        await TicksAsync(2);
        Assert.All(Begun, one => Assert.True(one.Order.Spec.Muted));
        Assert.DoesNotContain(spec.TrackKey, cluster.Pipeline.Prepared(App).Select(one => one.TrackKey));
        await StopAsync(spec, Now);
    }

    [Fact]
    public async Task Start_AfterAGap_AccountsForTheLostTicksAndGoesOnWithTheNext()
    {
        var spec = Spec(Now.AddSeconds(-21));
        var cadence = Cadence.Of(spec);
        // One that is late by more than half a second would run into the next: it is lost too.
        var latest = cadence.FirstDueFrom(Now.AddSeconds(-0.5));
        await cluster.Ticks.AppendAsync(TickRows.Of(spec, 3, cadence.DueAt(3), TickOutcome.Captured), null, CancellationToken.None);

        await Grain(spec).StartAsync(spec, CancellationToken.None);
        await TicksAsync(1);

        Assert.Equal(latest, Begun[0].Order.Tick);
        var lost = Rows(spec).Where(row => row.Provisional).ToArray();
        Assert.Equal(Enumerable.Range(4, (int)latest - 4).Select(tick => (long)tick), lost.Select(row => row.Tick));
        Assert.All(lost, row => Assert.Equal((TickOutcome.Failed, FailureReason.SiloLost), (row.Outcome, row.Reason)));
        await StopAsync(spec, Now);
    }

    [Fact]
    public async Task Start_NoRowYetAndLate_AccountsFromThePublicationOn()
    {
        var spec = Spec(Now.AddSeconds(-60)) with { PublishedAt = Now.AddSeconds(-11) };
        await Grain(spec).StartAsync(spec, CancellationToken.None);
        await TicksAsync(1);
        Assert.Equal(Cadence.Of(spec).FirstDueFrom(spec.PublishedAt), Rows(spec)[0].Tick);
        Assert.Equal(Rows(spec)[0].Tick + Rows(spec).Count(row => row.Provisional), Begun[0].Order.Tick);
        await StopAsync(spec, Now);
    }

    [Fact]
    public async Task Tick_WhileThePreviousOneRuns_IsBegunAllTheSame()
    {
        TaskCompletionSource slow = new();
        cluster.Pipeline.Script(App, _user, async (order, _) =>
        {
            await (order.Tick == 1 ? slow.Task : Task.CompletedTask);
            return ScriptedPipeline.Captured(order);
        });
        var spec = await StartedAsync();
        await TicksAsync(4);
        slow.SetResult();
        await StopAsync(spec, Now);

        Assert.Equal(
            [TickOutcome.Captured, TickOutcome.Captured, TickOutcome.Overload, TickOutcome.Overload], Rows(spec).Take(4).Select(row => row.Outcome));
    }

    [Fact]
    public async Task Tick_ThatThrows_IsNotTheLast()
    {
        cluster.Pipeline.Script(App, _user, (order, _) => order.Tick == 0
            ? throw new InvalidOperationException("a bug")
            : Task.FromResult(ScriptedPipeline.Captured(order)));
        var spec = await StartedAsync();
        await TicksAsync(3);
        await StopAsync(spec, Now);
        Assert.Equal([1L, 2], Rows(spec).Take(2).Select(row => row.Tick));
    }

    [Fact]
    public async Task Start_Again_TakesOverTheSpecAtTheNextTick()
    {
        var spec = await StartedAsync();
        await TicksAsync(2);
        var changed = spec with { Source = new TrackSource("rtsp://camera/2"), Segments = Cadence.Change(spec.Segments, Now, 5, 480) };
        await Grain(spec).StartAsync(changed, CancellationToken.None);
        await TicksAsync(6);
        await StopAsync(changed, Now);

        Assert.Equal(Enumerable.Range(0, Begun.Count).Select(tick => (long)tick), Begun.Select(one => one.Order.Tick));
        Assert.All(Begun.Skip(2), one => Assert.Equal("rtsp://camera/2", one.Order.Spec.Source.Url));
        var last = Begun[^1].Order;
        Assert.Equal((5, 480), (last.IntervalSeconds, last.ShortSide));
        Assert.Equal(TimeSpan.FromSeconds(5), last.DueAt - Begun[^2].Order.DueAt);
        Assert.Equal("rtsp://camera/2", cluster.Pipeline.Prepared(App).Last(one => one.TrackKey == spec.TrackKey).Source.Url);
    }

    [Fact]
    public async Task Start_TheSameTwice_BeginsNoTickTwice()
    {
        var spec = await StartedAsync();
        await TicksAsync(2);
        await Grain(spec).StartAsync(spec, CancellationToken.None);
        await TicksAsync(5);
        await StopAsync(spec, Now);
        Assert.Equal(Begun.Select(one => one.Order.Tick).Distinct(), Begun.Select(one => one.Order.Tick));
    }

    [Fact]
    public async Task Stop_DueTicksNotBegun_BeginsAllUpToTheEnd()
    {
        var spec = await StartedAsync();
        await TicksAsync(1);
        var until = Now.AddSeconds(9);
        await StopAsync(spec, until);

        var expected = Cadence.Of(spec).FirstDueFrom(until.AddTicks(1));
        Assert.Equal(expected, Begun.Count);
        Assert.Equal(expected, Rows(spec).Count);
        Assert.All(Rows(spec), row => Assert.True(row.DueAt <= until));
    }

    [Fact]
    public async Task Stop_WhileATickRuns_WaitsForIt()
    {
        TaskCompletionSource upload = new();
        cluster.Pipeline.Script(App, _user, async (order, _) =>
        {
            await upload.Task;
            return ScriptedPipeline.Captured(order);
        });
        var spec = await StartedAsync();
        await TicksAsync(1);
        var stop = StopAsync(spec, Now);
        Assert.False(stop.IsCompleted);
        Assert.Empty(Rows(spec));

        upload.SetResult();
        await stop;
        Assert.Equal(TickOutcome.Captured, Rows(spec)[0].Outcome);
    }

    [Fact]
    public async Task Stop_TickThatNeverEnds_IsCancelledAfterTenSeconds()
    {
        TaskCompletionSource<DateTimeOffset> cancelled = new();
        cluster.Pipeline.Script(App, _user, async (order, cancellation) =>
        {
            using var registration = cancellation.Register(() => cancelled.TrySetResult(Now));
            await cancelled.Task;
            return ScriptedPipeline.Failed(order, FailureReason.Timeout);
        });
        var spec = await StartedAsync();
        await TicksAsync(1);
        var asked = Now;
        var stop = StopAsync(spec, Now);
        await cluster.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => stop.IsCompleted, "the stop to end");
        await stop;

        Assert.True(await cancelled.Task - asked >= TimeSpan.FromSeconds(10), "it was cancelled before its 10 s");
        Assert.Equal(FailureReason.Timeout, Rows(spec)[0].Reason);
    }

    [Fact]
    public async Task Stop_LongAfterTheEndOnAnotherSilo_AccountsForTheDueTicksOnly()
    {
        var spec = Spec(Now.AddSeconds(-120));
        var until = spec.PublishedAt.AddSeconds(31);
        var cadence = Cadence.Of(spec);
        await cluster.Ticks.AppendAsync(TickRows.Of(spec, 9, cadence.DueAt(9), TickOutcome.Captured), null, CancellationToken.None);

        await StopAsync(spec, until);

        Assert.Empty(Begun);
        Assert.Equal(cadence.FirstDueFrom(until.AddTicks(1)) - 1, Rows(spec)[^1].Tick);
        Assert.Equal(Enumerable.Range(9, Rows(spec).Count).Select(tick => (long)tick), Rows(spec).Select(row => row.Tick));
        Assert.All(Rows(spec).Skip(1), row => Assert.True(row.Provisional));
    }

    [Fact]
    public async Task Stop_Repeated_AddsNothing()
    {
        var spec = await StartedAsync();
        await TicksAsync(3);
        var until = Now;
        await StopAsync(spec, until);
        var rows = Rows(spec).Count;
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        await StopAsync(spec, until);
        Assert.Equal(rows, Rows(spec).Count);
        Assert.Equal(rows, Begun.Count);
    }

    [Fact]
    public async Task Start_PublishedAgainAfterAStop_LeavesTheTimeBetweenOut()
    {
        var spec = await StartedAsync();
        await TicksAsync(2);
        await StopAsync(spec, Now);
        var before = Begun.Count;
        cluster.Clock.Advance(TimeSpan.FromSeconds(20));
        var again = spec with { PublishedAt = Now };
        await Grain(spec).StartAsync(again, CancellationToken.None);
        await TicksAsync(before + 2);
        await StopAsync(again, Now);

        Assert.Equal(Cadence.Of(spec).FirstDueFrom(again.PublishedAt), Begun[before].Order.Tick);
        Assert.DoesNotContain(Rows(spec), row => row.Provisional);
    }

    private IParticipantCaptureGrain Grain(CaptureSpec spec) => cluster.Grains.GetCapture(_egress, spec.TrackKey);

    private CaptureSpec Spec(DateTimeOffset? from = null) => Tracks.Spec(_egress, _user, from ?? Now);

    private async Task<CaptureSpec> StartedAsync()
    {
        var spec = Spec();
        await Grain(spec).StartAsync(spec, CancellationToken.None);
        return spec;
    }

    private Task StopAsync(CaptureSpec spec, DateTimeOffset until) => Grain(spec).StopAsync(spec, until, CancellationToken.None);

    private Task TicksAsync(int count) => cluster.Clock.AdvanceUntilAsync(Step, () => Begun.Count >= count, $"{count} ticks of {_user}");

    private IReadOnlyList<TickRow> Rows(CaptureSpec spec) => cluster.Ticks.Rows(_egress, spec.TrackKey);
}
