using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using OrleansFrames.Platform.Tests.Calls;
using OrleansFrames.Platform.Tests.State;

namespace OrleansFrames.Platform.Tests;

/// <summary>One silo with memory and SQLite storage, for tests that need nothing else of it.</summary>
public sealed class PlatformCluster : IAsyncLifetime
{
    public const string ServiceId = "platform";

    private InProcessTestCluster _cluster = null!;

    public IGrainFactory Grains => _cluster.Client;

    public Probe Probe { get; } = new();

    public SqliteFile Database { get; } = new();

    /// <summary>Set before the start to change the silo.</summary>
    public Action<ISiloBuilder> Configure { get; init; } = silo => silo.UseInMemoryReminderService();

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = ServiceId;
        builder.ConfigureSilo((_, silo) => Configure(silo
            .ConfigureServices(services => services.AddSingleton(Probe))
            .AddMemoryGrainStorage(StorageNames.Memory)
            .UseSystemTextJsonGrainStorageSerializer()
            .AddAdoNetGrainStorage(StorageNames.Sqlite, options =>
                (options.Invariant, options.ConnectionString) = (SqliteFile.Invariant, Database.Connection))
            .Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromSeconds(1))
            .Configure<ClusterOptions>(options => options.ServiceId = ServiceId)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    /// <summary>Stops the silo, starts another one, and waits until clients reach it.</summary>
    public async Task RestartAsync()
    {
        await _cluster.RestartSiloAsync(_cluster.Silos[0]);
        await Deadline.UntilAsync("the restarted silo to answer", async () =>
        {
            try
            {
                return await Grains.GetGrain<ITextKeyGrain>("text/back").KeyAsync() == "text/back";
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                return false;
            }
        });
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Database.Dispose();
    }
}
