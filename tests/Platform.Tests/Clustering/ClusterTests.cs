using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansFrames.Platform.Tests.Life;
using OrleansFrames.Platform.Tests.Wire;

namespace OrleansFrames.Platform.Tests.Clustering;

public sealed class ClusterTests
{
    [ClusterFact]
    public async Task A_grain_of_a_silo_that_died_comes_back_on_the_other()
    {
        await using var cluster = await StartAsync();
        var grain = cluster.Client.GetGrain<ILifeGrain>("cluster/1");
        var before = await grain.WhoAsync();
        var host = cluster.Silos.Single(silo => silo.ServiceProvider.GetRequiredService<Probe>().Drain("cluster/1").Count > 0);
        await cluster.KillSiloAsync(host);
        await Deadline.UntilAsync("the grain to come back", async () =>
        {
            try
            {
                return await grain.WhoAsync() != before;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                return false;
            }
        });
    }

    [ClusterFact]
    public async Task What_is_immutable_crosses_silos_without_what_has_no_id()
    {
        await using var cluster = await StartAsync();
        var grain = cluster.Client.GetGrain<IWireGrain>("wire/cluster");
        await grain.KeepAsync(new() { Items = ["one"], Note = "mine" });
        Assert.Equal("fresh", (await grain.KeptAsync()).Note);
    }

    private static async Task<InProcessTestCluster> StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) => silo
            .ConfigureServices(services => services.AddSingleton<Probe>())
            .AddMemoryGrainStorage(StorageNames.Memory)
            .AddMemoryGrainStorage(StorageNames.Sqlite)
            .UseInMemoryReminderService());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
