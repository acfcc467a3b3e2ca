namespace OrleansFrames.Platform.Tests.Calls;

[Collection(SharedCluster.Name)]
public sealed class TurnTests(PlatformCluster cluster)
{
    [Fact]
    public async Task A_call_waits_for_the_one_before()
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("turn/one", typeof(TurnGrain).FullName);
        var first = grain.WorkAsync("one/1");
        await cluster.Probe.NextAsync("one/1");
        var second = grain.WorkAsync("one/2");
        Assert.Equal(1, await grain.PeekAsync());
        Assert.Empty(cluster.Probe.Drain("one/2"));
        cluster.Probe.Open("one/2");
        cluster.Probe.Open("one/1");
        Assert.All(await Task.WhenAll(first, second), most => Assert.Equal(1, most));
    }

    [Fact]
    public async Task A_reentrant_grain_lets_calls_in_while_others_wait()
    {
        var grain = cluster.Grains.GetGrain<IReentrantTurnGrain>("turn/reentrant");
        var calls = Enumerable.Range(0, 4).Select(_ => grain.WorkAsync("reentrant")).ToArray();
        for (var inside = 0; inside < calls.Length; inside++)
        {
            await cluster.Probe.NextAsync("reentrant");
        }

        cluster.Probe.Open("reentrant");
        Assert.Equal(4, (await Task.WhenAll(calls)).Max());
    }

    [Fact]
    public async Task Interleaving_calls_run_on_one_thread_and_change_state_between_awaits()
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("turn/add", typeof(TurnGrain).FullName);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => grain.AddAsync(50)));
        Assert.Equal(400, await grain.AddAsync(0));
    }

    [Fact]
    public async Task A_reentrant_stateless_worker_holds_many_calls_in_one_activation()
    {
        var sender = cluster.Grains.GetGrain<ISenderGrain>("sender");
        var calls = Enumerable.Range(0, 8).Select(_ => sender.SendAsync("send")).ToArray();
        for (var inside = 0; inside < calls.Length; inside++)
        {
            await cluster.Probe.NextAsync("send");
        }

        cluster.Probe.Open("send");
        Assert.Single((await Task.WhenAll(calls)).Distinct());
    }

    [Fact]
    public async Task Stateless_workers_grow_to_their_limit()
    {
        var pool = cluster.Grains.GetGrain<IPoolGrain>("pool");
        var calls = Enumerable.Range(0, 6).Select(_ => pool.WorkAsync("pool")).ToArray();
        await cluster.Probe.NextAsync("pool");
        await cluster.Probe.NextAsync("pool");
        Assert.Empty(cluster.Probe.Drain("pool"));
        cluster.Probe.Open("pool");
        Assert.Equal(2, (await Task.WhenAll(calls)).Distinct().Count());
    }
}
