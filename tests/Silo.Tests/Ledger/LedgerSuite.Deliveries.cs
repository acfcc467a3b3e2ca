using OrleansFrames.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    [Fact]
    public async Task Deliveries_OfAnEvent_TellEveryAttempt()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1"), Rows.Hook("h2")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        await SettleAsync("me", (await ClaimAsync("h1"))[0], DeliveryState.Pending, TimeSpan.Zero, 503, "busy");
        await SettleAsync("me", (await ClaimAsync("h1"))[0], DeliveryState.Dead, TimeSpan.Zero, 410, "gone");
        var other = (await ClaimAsync("h2"))[0];
        await Ledger.Outbox.SettleAsync(new(Rows.App, "h2"), "me", [new(other.Event.EventId, 1, DeliveryState.Delivered, TimeSpan.Zero, 200, null)], None);

        var found = await Ledger.Deliveries.OfAsync(Rows.App, Rows.Id("app-1/a"), None);

        Assert.NotNull(found);
        var (first, second) = (found.Deliveries[0], found.Deliveries[1]);
        Assert.Equal(("h1", "dead", 2, 410, "gone"), (first.HookId, first.State, first.Attempt, first.LastStatus, first.LastError));
        Assert.Equal([(1, 503, "busy"), (2, 410, "gone")], first.Failed.Select(failed => (failed.Attempt, failed.Status ?? 0, failed.Error ?? "")));
        Assert.True(first.EndedAt == first.Failed[1].EndedAt && first.NextAt is null);
        Assert.Equal(("h2", "delivered", 1, 200), (second.HookId, second.State, second.Attempt, second.LastStatus));
        Assert.Empty(second.Failed);
    }

    [Fact]
    public async Task Deliveries_OfAPendingEvent_TellWhenItIsTriedNext()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);

        Assert.NotNull(Assert.Single((await OfAsync("a"))!.Deliveries).NextAt);
        await ClaimAsync("h1");
        var underWay = Assert.Single((await OfAsync("a"))!.Deliveries);
        Assert.Equal(("pending", 1, null, null), (underWay.State, underWay.Attempt, underWay.NextAt, underWay.EndedAt));
    }

    [Fact]
    public async Task Deliveries_OfNoEventOrAnotherApps_AreNone()
    {
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b", app: "app-2")], None);

        Assert.Empty((await OfAsync("a"))!.Deliveries);
        Assert.Null(await OfAsync("c"));
        Assert.Null(await Ledger.Deliveries.OfAsync(Rows.App, Rows.Id("app-2/b"), None));
    }

    [Fact]
    public async Task Replay_OfEvents_OwesThemAgainWithAllAttempts()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b"), Rows.Event("c")], None);
        foreach (var claim in await ClaimAsync("h1", max: 2))
        {
            await SettleAsync("me", claim, claim.Event.Seq == 1 ? DeliveryState.Delivered : DeliveryState.Dead);
        }

        Assert.Equal(new ReplayResult(2, false), await ReplayAsync(ids: ["a", "b", "c", "unknown"]));

        var again = await ClaimAsync("h1", owner: "other");
        Assert.Equal([(1L, 1), (2L, 1), (3L, 1)], again.Select(claim => (claim.Event.Seq, claim.Attempt)).Order());
    }

    [Fact]
    public async Task Replay_OfARange_ReachesHooksThatCameLater_AndOnlyThoseThatWantIt()
    {
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b", "call.ended"), Rows.Event("c"), Rows.Event("x", app: "app-2")], None);
        await Ledger.Outbox.SaveHooksAsync(
            Rows.App, [Rows.Hook("new"), Rows.Hook("ends", types: ["call.ended"]), Rows.Hook("off", enabled: false), Rows.Hook("chat", product: "chat")], None);

        Assert.Equal(new ReplayResult(3, false), await ReplayAsync(first: 2, last: 3));

        Assert.Equal([2L, 3L], (await ClaimAsync("new")).Select(claim => claim.Event.Seq));
        Assert.Equal([2L], (await ClaimAsync("ends")).Select(claim => claim.Event.Seq));
        Assert.Equal(new ReplayResult(0, false), await ReplayAsync(first: 2, last: 3));
    }

    [Fact]
    public async Task Replay_OfTheDead_TakesThoseSinceATime_OfOneHookWhereOneIsNamed()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1"), Rows.Hook("h2")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b")], None);
        foreach (var hook in new[] { "h1", "h2" })
        {
            foreach (var claim in await ClaimAsync(hook))
            {
                await Ledger.Outbox.SettleAsync(new(Rows.App, hook), "me", [new(claim.Event.EventId, claim.Attempt, DeliveryState.Dead, TimeSpan.Zero, 500, "no")], None);
            }
        }

        await Ledger.AskAsync($"UPDATE delivery SET next_at = 0 WHERE event_id = '{Rows.Id("app-1/a")}'");

        Assert.Equal(new ReplayResult(1, false), await ReplayAsync(deadSince: DateTimeOffset.UnixEpoch.AddSeconds(1), hook: "h1"));
        Assert.Equal([2L], (await ClaimAsync("h1")).Select(claim => claim.Event.Seq));
        Assert.Empty(await ClaimAsync("h2"));
        Assert.Equal(new ReplayResult(3, false), await ReplayAsync(deadSince: DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task Replay_TellsTheHooksAtOnce()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        await SettleAsync("me", (await ClaimAsync("h1"))[0], DeliveryState.Delivered);
        Ledger.Signal.Touched.Clear();

        await ReplayAsync(ids: ["a"]);

        Assert.Equal([new HookRef(Rows.App, "h1")], Ledger.Signal.Touched);
    }

    private Task<EventDeliveries?> OfAsync(string name) => Ledger.Deliveries.OfAsync(Rows.App, Rows.Id($"{Rows.App}/{name}"), None);

    private Task<ReplayResult> ReplayAsync(
        string[]? ids = null, long? first = null, long? last = null, DateTimeOffset? deadSince = null, string? hook = null) => Ledger.Deliveries.ReplayAsync(
            new(Rows.App, ids?.Select(name => Rows.Id($"{Rows.App}/{name}")).ToArray(), first, last, deadSince, hook), None);
}
