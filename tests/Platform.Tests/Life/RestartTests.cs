namespace OrleansFrames.Platform.Tests.Life;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly PlatformCluster _cluster = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_stopping_silo_deactivates_its_grains()
    {
        var before = await _cluster.Grains.GetGrain<ILifeGrain>("restart/1").WhoAsync();
        await _cluster.RestartAsync();
        Assert.NotEqual(before, await _cluster.Grains.GetGrain<ILifeGrain>("restart/1").WhoAsync());
        Assert.Equal(["activated", "deactivated ShuttingDown", "activated"], _cluster.Probe.Drain("restart/1"));
    }
}
