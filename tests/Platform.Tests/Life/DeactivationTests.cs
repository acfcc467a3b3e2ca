namespace OrleansFrames.Platform.Tests.Life;

[Collection(SharedCluster.Name)]
public sealed class DeactivationTests(PlatformCluster cluster)
{
    [Fact]
    public async Task A_grain_that_ends_itself_comes_back_as_a_new_activation()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("life/end");
        var before = await grain.WhoAsync();
        await grain.EndAsync();
        Assert.NotEqual(before, await grain.WhoAsync());
        await AssertMarksAsync("life/end", "activated", "deactivated ApplicationRequested", "activated");
    }

    [Fact]
    public async Task Calls_that_wait_for_a_leaving_grain_reach_the_next_activation()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("life/queue");
        var held = grain.HoldAsync("queue");
        await cluster.Probe.NextAsync("queue");
        var end = grain.EndAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.WhoAsync()).ToArray();
        cluster.Probe.Open("queue");
        await Task.WhenAll(held, end);
        Assert.Single((await Task.WhenAll(waiting)).Distinct());
    }

    [Fact]
    public async Task A_grain_that_moves_comes_back_as_a_new_activation()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("life/move");
        var before = await grain.WhoAsync();
        await grain.MoveAsync();
        await Deadline.UntilAsync("a new activation", async () => await grain.WhoAsync() != before);
        await AssertMarksAsync("life/move", "activated", "deactivated Migrating", "activated");
    }

    private async Task AssertMarksAsync(string key, params string[] expected)
    {
        foreach (var mark in expected)
        {
            Assert.Equal(mark, await cluster.Probe.NextAsync(key));
        }
    }
}
