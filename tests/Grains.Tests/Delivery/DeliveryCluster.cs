using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;
using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.Delivery;

/// <summary>A cluster of one silo with the grains of delivery, a far side that is scripted and an outbox whose clock the test moves.</summary>
public sealed class DeliveryCluster : IAsyncLifetime
{
    internal static readonly TimeSpan BreakerPause = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(300);
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(6 + 15);

    private readonly InProcessTestCluster _cluster;

    public DeliveryCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IOutbox>(Outbox);
            silo.Services.AddSingleton<IEventSink>(Sink);
            silo.Services.AddSingleton<IFrameUrls>(new FakeUrls());
            silo.Services.AddSingleton(Outbox);
            silo.Services.AddSingleton<IHookApp, FakeHookApp>();
            silo.Services.AddSingleton(new RetrySchedule(() => 0.5));
            silo.Services.AddDelivery();
            silo.Services.Configure<DeliveryOptions>(options =>
            {
                options.BreakerPause = BreakerPause;
                options.IdleAfter = IdleAfter;
                options.StopGrace = TimeSpan.FromMilliseconds(200);
            });
        });
        _cluster = builder.Build();
    }

    internal FakeOutbox Outbox { get; } = new();

    internal ScriptedSink Sink { get; } = new();

    internal FakeHookApp App => (FakeHookApp)_cluster.GetSiloServiceProvider().GetRequiredService<IHookApp>();

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    internal IHookGrain Grain(HookRef hook) => _cluster.Client.GetHook(hook.App, hook.HookId);

    internal async Task<HookRef> NewHookAsync()
    {
        var hook = new HookRef($"app-{Guid.NewGuid():N}", $"hook-{Guid.NewGuid():N}");
        await Outbox.SaveHooksAsync(
            hook.App, [new EventHook(hook.HookId, "webhook", true, [], "all", "http://127.0.0.1/", null, null, null)], CancellationToken.None);
        return hook;
    }

    internal Guid[] Commit(HookRef hook, int count, string? objectKey = null)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var id in ids)
        {
            Outbox.Add(hook, new EventRow(id, hook.App, 1, "default:c", "call.frame_recording_ready", DateTimeOffset.UnixEpoch, """{"type":"t"}"""), objectKey);
        }

        return ids;
    }

    internal Task UntilRowsAsync(HookRef hook, Func<IReadOnlyList<FakeOutbox.Row>, bool> condition, string what)
        => Outbox.Changed.UntilAsync(() => condition(Outbox.Rows(hook)), what);
}
