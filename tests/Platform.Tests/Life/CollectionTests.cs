using Orleans.Configuration;

namespace OrleansFrames.Platform.Tests.Life;

/// <summary>What keeps a grain alive that nobody calls.</summary>
public sealed class CollectionTests : IAsyncLifetime
{
    private readonly PlatformCluster _cluster = new()
    {
        Configure = silo => silo.UseInMemoryReminderService().Configure<GrainCollectionOptions>(options =>
            (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))),
    };

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Only_a_timer_with_KeepAlive_or_a_delay_keeps_an_idle_grain()
    {
        var tick = TimeSpan.FromMilliseconds(100);
        await Grain("kept").TimerAsync(tick, tick, interleave: true, keepAlive: true);
        await Grain("delayed").StayAsync(TimeSpan.FromMinutes(5));
        await Grain("timer").TimerAsync(tick, tick, interleave: true, keepAlive: false);
        await Grain("idle").WhoAsync();
        foreach (var gone in new[] { "timer", "idle" })
        {
            Assert.Equal("activated", await _cluster.Probe.NextAsync("collect/" + gone));
            Assert.Equal("deactivated ActivationIdle", await _cluster.Probe.NextAsync("collect/" + gone));
        }

        foreach (var alive in new[] { "kept", "delayed" })
        {
            Assert.Equal(["activated"], _cluster.Probe.Drain("collect/" + alive));
        }
    }

    private ILifeGrain Grain(string key) => _cluster.Grains.GetGrain<ILifeGrain>("collect/" + key);
}
