namespace OrleansFrames.Platform.Tests.Life;

[Collection(SharedCluster.Name)]
public sealed class TimerTests(PlatformCluster cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public async Task A_timer_ticks_again_and_again()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("timer/plain");
        await grain.TimerAsync(TimeSpan.Zero, Soon, interleave: false, keepAlive: false);
        await TicksAsync("timer/plain", 4);
        await grain.StopTimerAsync();
    }

    [Fact]
    public async Task A_plain_timer_waits_for_the_running_call()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("timer/waits");
        var holder = cluster.Grains.GetGrain<ILifeGrain>("timer/other");
        await grain.TimerAsync(Soon, Soon, interleave: false, keepAlive: false);
        await TicksAsync("timer/waits", 1);
        var held = grain.HoldAsync("waits");
        await cluster.Probe.NextAsync("waits");
        cluster.Probe.Drain("timer/waits/ticks");
        await holder.TimerAsync(Soon, Soon, interleave: false, keepAlive: false);
        await TicksAsync("timer/other", 5);
        Assert.Empty(cluster.Probe.Drain("timer/waits/ticks"));
        cluster.Probe.Open("waits");
        await held;
        await TicksAsync("timer/waits", 1);
        await grain.StopTimerAsync();
        await holder.StopTimerAsync();
    }

    [Fact]
    public async Task An_interleaving_timer_ticks_while_a_call_waits()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("timer/interleave");
        await grain.TimerAsync(Soon, Soon, interleave: true, keepAlive: true);
        var held = grain.HoldAsync("interleave");
        await cluster.Probe.NextAsync("interleave");
        cluster.Probe.Drain("timer/interleave/ticks");
        await TicksAsync("timer/interleave", 3);
        cluster.Probe.Open("interleave");
        await held;
        await grain.StopTimerAsync();
    }

    [Fact]
    public async Task A_timer_can_be_paused_and_armed_for_one_tick()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("timer/change");
        await grain.TimerAsync(Never, Never, interleave: true, keepAlive: true);
        for (var tick = 0; tick < 3; tick++)
        {
            Assert.Empty(cluster.Probe.Drain("timer/change/ticks"));
            await grain.ChangeAsync(TimeSpan.Zero, Never);
            await TicksAsync("timer/change", 1);
        }

        await grain.StopTimerAsync();
    }

    [Fact]
    public async Task A_tick_that_throws_is_not_the_last()
    {
        await cluster.Grains.GetGrain<ILifeGrain>("timer/bad").BadTimerAsync(Soon);
        await TicksAsync("timer/bad", 3);
        await cluster.Grains.GetGrain<ILifeGrain>("timer/bad").EndAsync();
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("timer/end");
        await grain.TimerAsync(Soon, Soon, interleave: true, keepAlive: true);
        await TicksAsync("timer/end", 1);
        var before = await grain.WhoAsync();
        await grain.EndAsync();
        await Deadline.UntilAsync("a new activation", async () => await grain.WhoAsync() != before);
        cluster.Probe.Drain("timer/end/ticks");
        var clock = cluster.Grains.GetGrain<ILifeGrain>("timer/clock");
        await clock.TimerAsync(Soon, Soon, interleave: false, keepAlive: false);
        await TicksAsync("timer/clock", 5);
        await clock.StopTimerAsync();
        Assert.Empty(cluster.Probe.Drain("timer/end/ticks"));
    }

    private async Task TicksAsync(string grain, int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            await cluster.Probe.NextAsync(grain + "/ticks");
        }
    }
}
