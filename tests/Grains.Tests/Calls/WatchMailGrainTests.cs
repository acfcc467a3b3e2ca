using OrleansFrames.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class WatchMailGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private readonly IWatchMailGrain _mail = cluster.Grains.GetWatchMail("app", $"host-{Guid.NewGuid():N}");

    [Fact]
    public async Task Take_GivesEachOrderOnceInTheOrderOfItsComing()
    {
        await _mail.PostAsync(Order("c1"), CancellationToken.None);
        await _mail.PostAsync(Order("c2"), CancellationToken.None);
        var taken = await _mail.TakeAsync(CancellationToken.None);
        Assert.Equal(["c1", "c2"], taken.Select(order => order.ConnectionId));
        Assert.Equal(("ada", "default:call"), (taken[0].Actor.UserId, Assert.Single(taken[0].CallCids)));
        Assert.Empty(await _mail.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Post_ForAHostThatIsGone_DropsTheOldest()
    {
        const int most = 1_000;
        for (var one = 0; one <= most; one++)
        {
            await _mail.PostAsync(Order($"c{one}"), CancellationToken.None);
        }

        var taken = await _mail.TakeAsync(CancellationToken.None);
        Assert.Equal((most, "c1"), (taken.Count, taken[0].ConnectionId));
    }

    private static WatchOrder Order(string connectionId) => new(connectionId, new Actor("ada"), ["default:call"]);
}
