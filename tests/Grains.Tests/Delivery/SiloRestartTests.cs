using OrleansFrames.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class SiloRestartTests : IAsyncLifetime
{
    private readonly DeliveryCluster _cluster = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task TheSiloEndsWhileItSends_TheEventIsSentAgainAfterTheLease()
    {
        var hook = await _cluster.NewHookAsync();
        var never = new TaskCompletionSource<DeliveryResult>();
        _cluster.Sink.Script(hook.HookId, request => request.Attempt == 1 ? never.Task : Task.FromResult(new DeliveryResult(DeliveryVerdict.Delivered, 200)));
        var id = Assert.Single(_cluster.Commit(hook, 1));
        await _cluster.Grain(hook).PokeAsync();
        await _cluster.Sink.Changed.UntilAsync(() => _cluster.Sink.UnderWay(hook.HookId) == 1, "the first attempt");

        await _cluster.RestartAsync(hook);
        Assert.DoesNotContain(hook, await _cluster.Outbox.DueHooksAsync(CancellationToken.None));

        _cluster.Outbox.Advance(DeliveryCluster.Lease);
        Assert.Contains(hook, await _cluster.Outbox.DueHooksAsync(CancellationToken.None));
        await _cluster.Grain(hook).PokeAsync();
        await _cluster.UntilRowsAsync(hook, rows => rows[0].State == DeliveryState.Delivered, "the event to be delivered after the restart");
        Assert.Equal([(id, 1), (id, 2)], _cluster.Sink.To(hook.HookId).Select(one => (one.Request.EventId, one.Request.Attempt)));
    }
}
