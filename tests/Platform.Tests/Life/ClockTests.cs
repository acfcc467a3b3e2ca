using Microsoft.Extensions.DependencyInjection;

namespace OrleansFrames.Platform.Tests.Life;

/// <summary>A silo runs on the clock that is registered, so that tests can move it.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly PlatformCluster _cluster;

    public ClockTests() => _cluster = new()
    {
        Configure = silo => silo.UseInMemoryReminderService().ConfigureServices(services => services.AddSingleton<TimeProvider>(_clock)),
    };

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Grain_timers_tick_by_the_registered_clock()
    {
        // Less than the age at which an idle grain is collected, by the same clock.
        var period = TimeSpan.FromMinutes(10);
        var grain = _cluster.Grains.GetGrain<ILifeGrain>("clock/1");
        await grain.TimerAsync(period, period, interleave: true, keepAlive: true);
        _clock.Advance(period / 2);
        Assert.Empty(_cluster.Probe.Drain("clock/1/ticks"));
        _clock.Advance(period / 2);
        await _cluster.Probe.NextAsync("clock/1/ticks");

        // The timer is armed again a moment after its tick, and nobody tells when.
        await Deadline.UntilAsync("a second tick", () =>
        {
            _clock.Advance(period);
            return Task.FromResult(_cluster.Probe.Drain("clock/1/ticks").Count > 0);
        });
    }
}
