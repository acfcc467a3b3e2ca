using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansFrames.Apps;
using OrleansFrames.Capture;
using OrleansFrames.Delivery;
using OrleansFrames.Grains.Tests.Calls;
using OrleansFrames.Grains.Tests.Capture;
using OrleansFrames.Grains.Tests.Delivery;
using OrleansFrames.Grains.Tests.Ledger;
using OrleansFrames.Ledger;
using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests;

/// <summary>A silo with all grains on a clock that the test moves, over ports in memory. What is stored outlives the silo.</summary>
public sealed class FramesCluster : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;

    public FramesCluster()
    {
        Pipeline = new(Ticks, Clock);
        Clock.Settled = PingAsync;
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddReminders().UseSystemTextJsonGrainStorageSerializer();
            var services = silo.Services;
            services.AddSingleton<TimeProvider>(Clock);
            services.AddKeyedSingleton(
                StorageNames.Frames, (provider, _) => Storage.For(provider.GetRequiredService<IGrainStorageSerializer>()));
            services.AddSingleton<IReminderTable>(Reminders);
            services.AddSingleton<IEventLedger>(Events);
            services.AddSingleton<ITickLedger>(Ticks);
            services.AddSingleton<ICaptureBeats>(Beats);
            services.AddSingleton<IReadModels>(Models);
            services.AddSingleton<IOutbox>(Outbox);
            services.AddSingleton<ILedgerReader>(Reader);
            services.AddSingleton<IFrameUrls>(new FakeUrls());
            services.AddSingleton<ITickPipeline>(Pipeline);
            services.AddSingleton<IEventSink>(Queues);
            services.AddFramesGrains();
        });
        _cluster = builder.Build();
    }

    internal TimerClock Clock { get; } = new();

    internal KeptStorage Storage { get; } = new();

    internal KeptReminders Reminders { get; } = new();

    internal FakeEventLedger Events { get; } = new();

    internal FakeTickLedger Ticks { get; } = new();

    internal FakeBeats Beats { get; } = new();

    internal FakeReadModels Models { get; } = new();

    internal FakeOutbox Outbox { get; } = new();

    internal FakeLedgerReader Reader { get; } = new();

    internal FakeQueues Queues { get; } = new();

    internal ScriptedPipeline Pipeline { get; }

    internal ICaptureRoster Roster => _cluster.GetSiloServiceProvider().GetRequiredService<ICaptureRoster>();

    internal IGrainFactory Grains => _cluster.Client;

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    /// <summary>The silo goes and another one comes; state, reminders and ledger are as they were.</summary>
    internal async Task RestartAsync()
    {
        await _cluster.RestartSiloAsync(_cluster.Silos[0]);
        var patience = TimeSpan.FromSeconds(60);
        using CancellationTokenSource deadline = new(patience);
        using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(50));
        while (!await AnswersAsync())
        {
            Assert.False(deadline.IsCancellationRequested, $"waited {patience.TotalSeconds} s for the restarted silo to answer");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>A call of an app of its own.</summary>
    internal CallOfTest NewCall() => new(this, $"app-{Guid.NewGuid():N}");

    internal IAppGrain App(string app) => Grains.GetApp(app);

    /// <summary>Asks the silo something, twice: what was due before has had its turn when it answers.</summary>
    private async Task PingAsync()
    {
        for (var ping = 0; ping < 2; ping++)
        {
            // A silo that is down, or whose storage is held, has no turn to wait for.
            await AskAsync("ping").WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await AskAsync(Guid.NewGuid().ToString());
            return true;
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            return false;
        }
    }

    private async Task AskAsync(string user) => await Grains.GetUser("restart", user).GetAsync(CancellationToken.None);
}
