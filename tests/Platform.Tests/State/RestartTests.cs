namespace OrleansFrames.Platform.Tests.State;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly PlatformCluster _cluster = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task State_in_SQLite_outlives_the_silo()
    {
        var written = await _cluster.Grains.GetGrain<ITallyGrain>("tally/kept", typeof(TallyGrain).FullName).AddAsync(42);
        await _cluster.RestartAsync();
        Assert.Equal(written, await _cluster.Grains.GetGrain<ITallyGrain>("tally/kept", typeof(TallyGrain).FullName).GetAsync());
    }
}
