using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    [Fact]
    public async Task Hooks_ReceiveWhatIsCommittedWhileTheyExist()
    {
        await Ledger.Events.AppendAsync([Rows.Event("before")], None);
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("during")], None);
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h2")], None);
        await Ledger.Events.AppendAsync([Rows.Event("after")], None);

        Assert.Empty(await ClaimAsync("h1"));
        Assert.Equal([Rows.Id("app-1/after")], (await ClaimAsync("h2")).Select(row => row.Event.EventId));
        Assert.Null(await Ledger.Outbox.FindHookAsync(new(Rows.App, "h1"), None));
    }

    [Fact]
    public async Task Hooks_ReceiveTheirTypesAndProductsOnly()
    {
        await Ledger.Outbox.SaveHooksAsync(
            Rows.App,
            [
                Rows.Hook("all-types"),
                Rows.Hook("one-type", types: ["call.ended", "call.created"]),
                Rows.Hook("other-type", types: ["call.ended.not"]),
                Rows.Hook("disabled", enabled: false),
                Rows.Hook("chat", product: "chat"),
                Rows.Hook("any-product", product: "all"),
                Rows.Hook("no-product", product: ""),
            ],
            None);
        await Ledger.Outbox.SaveHooksAsync("app-2", [Rows.Hook("of-another-app")], None);

        await Ledger.Events.AppendAsync([Rows.Event("end", "call.ended")], None);

        Assert.Equal(
            "all-types,any-product,no-product,one-type",
            await Ledger.AskAsync("SELECT string_agg(hook_id, ',') FROM (SELECT hook_id FROM delivery ORDER BY hook_id) AS rows"));
        Assert.Equal(
            ["all-types", "any-product", "no-product", "one-type"], (await Ledger.Outbox.DueHooksAsync(None)).Select(hook => hook.HookId));
    }

    [Fact]
    public async Task Hook_ReadBack_IsWhatWasSavedAndUnreadableInTheTable()
    {
        var hook = Rows.Hook("h1", types: ["call.ended"]);
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [hook], None);

        var read = await Ledger.Outbox.FindHookAsync(new(Rows.App, "h1"), None);

        Assert.NotNull(read);
        Assert.Equal(hook.EventTypes, read.EventTypes);
        Assert.Equal(hook with { EventTypes = read.EventTypes }, read);
        var kept = Assert.IsType<byte[]>(await Ledger.AskAsync("SELECT config_enc FROM hook"));
        Assert.DoesNotContain("example.com", System.Text.Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_WithoutId_IsRefused()
        => await Assert.ThrowsAsync<ArgumentException>(() => Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("")], None));

    [Fact]
    public async Task Claim_OldestFirstUpToTheLimit_AndNeverTwice()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1"), Rows.Hook("h2")], None);
        await Ledger.Events.AppendAsync([.. Enumerable.Range(1, 5).Select(number => Rows.Event($"e{number}"))], None);

        Assert.Equal([1L, 2L, 3L], (await ClaimAsync("h1", max: 3)).Select(row => row.Event.Seq));
        Assert.Equal([4L, 5L], (await ClaimAsync("h1", max: 3, owner: "other")).Select(row => row.Event.Seq));
        Assert.Empty(await ClaimAsync("h1"));
        Assert.Equal(5, (await ClaimAsync("h2")).Count);
    }

    [Fact]
    public async Task Claim_ManyAtOnce_NoRowGoesToTwo()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([.. Enumerable.Range(1, 200).Select(number => Rows.Event($"e{number}"))], None);

        var claims = await Deadline.For(Task.WhenAll(Enumerable.Range(0, 40).Select(number => ClaimAsync("h1", max: 7, owner: $"owner-{number}"))), "40 claims");

        Assert.Equal(Enumerable.Range(1, 200).Select(seq => (long)seq), claims.SelectMany(rows => rows).Select(row => row.Event.Seq).Order());
    }

    [Fact]
    public async Task Claim_ExpiredLease_CountsTheAttemptAndShutsTheFormerOwnerOut()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        var first = Assert.Single(await ClaimAsync("h1", leaseSeconds: 0, owner: "dead"));
        var second = Assert.Single(await ClaimAsync("h1", owner: "alive"));

        Assert.Equal([1, 2], [first.Attempt, second.Attempt]);
        Assert.Equal(0, await SettleAsync("dead", first, DeliveryState.Delivered));
        Assert.Equal(0, await SettleAsync("alive", first, DeliveryState.Delivered));
        Assert.Equal(1, await SettleAsync("alive", second, DeliveryState.Delivered));
        Assert.Equal(0, await SettleAsync("alive", second, DeliveryState.Pending));
        Assert.Empty(await ClaimAsync("h1"));
    }

    [Fact]
    public async Task Settle_ToBeTriedAgain_IsDueAfterItsTime()
    {
        var hook = new HookRef(Rows.App, "h1");
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b")], None);
        Assert.Equal(TimeSpan.Zero, await Ledger.Outbox.NextDueAsync(hook, None));
        var claimed = await ClaimAsync("h1", leaseSeconds: 60);
        Assert.InRange((await Ledger.Outbox.NextDueAsync(hook, None))!.Value.TotalSeconds, 30, 60);

        await SettleAsync("me", claimed[0], DeliveryState.Pending, TimeSpan.FromMinutes(10), 503, "busy");
        await SettleAsync("me", claimed[1], DeliveryState.Pending, TimeSpan.Zero);

        Assert.Equal((2, 2L), Assert.Single((await ClaimAsync("h1")).Select(row => (row.Attempt, row.Event.Seq))));
        await SettleAsync("me", claimed[1] with { Attempt = 2 }, DeliveryState.Delivered);
        Assert.InRange((await Ledger.Outbox.NextDueAsync(hook, None))!.Value.TotalMinutes, 9, 10);
        Assert.Empty(await Ledger.Outbox.DueHooksAsync(None));
        Assert.Equal("pending 503 busy", await Ledger.AskAsync("SELECT state || ' ' || last_status || ' ' || last_error FROM delivery ORDER BY delivery_id LIMIT 1"));
    }

    [Fact]
    public async Task Settle_Dead_StaysAsDeadAndIsOwedNoMore()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        await SettleAsync("me", (await ClaimAsync("h1"))[0], DeliveryState.Dead, error: "gave up");

        Assert.Null(await Ledger.Outbox.NextDueAsync(new(Rows.App, "h1"), None));
        Assert.Empty(await ClaimAsync("h1"));
        Assert.Equal("dead 1 gave up", await Ledger.AskAsync("SELECT state || ' ' || attempt || ' ' || last_error FROM delivery"));
    }

    [Fact]
    public async Task DisabledHook_KeepsWhatItOwesAndSpendsNoAttempts()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1", enabled: false)], None);

        Assert.Empty(await Ledger.Outbox.DueHooksAsync(None));
        Assert.Empty(await ClaimAsync("h1"));
        Assert.Null(await Ledger.Outbox.NextDueAsync(new(Rows.App, "h1"), None));
        Assert.False((await Ledger.Outbox.FindHookAsync(new(Rows.App, "h1"), None))!.Enabled);

        Ledger.Signal.Touched.Clear();
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        Assert.Equal(1, Assert.Single(await ClaimAsync("h1")).Attempt);
    }

    [Fact]
    public async Task EndedHook_ItsRowsAreDeadAndAnAttemptUnderWayDoesNotReviveThem()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b"), Rows.Event("c")], None);
        var claimed = await ClaimAsync("h1", max: 2);

        await Ledger.Outbox.SaveHooksAsync(Rows.App, [], None);
        await SettleAsync("me", claimed[0], DeliveryState.Pending);
        await SettleAsync("me", claimed[1], DeliveryState.Delivered, status: 200);

        Assert.Equal("dead,delivered,dead", await Ledger.AskAsync("SELECT string_agg(state, ',') FROM (SELECT state FROM delivery ORDER BY delivery_id) AS rows"));
        Assert.Empty(await Ledger.Outbox.DueHooksAsync(None));
    }

    [Fact]
    public async Task Hooks_OfTwoAppsWithOneId_AreKeptApart()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("same")], None);
        await Ledger.Outbox.SaveHooksAsync("app-2", [Rows.Hook("same", types: ["call.ended"])], None);
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b", "call.ended", "app-2")], None);

        Assert.Equal(Rows.App, Assert.Single(await ClaimAsync("same")).Event.App);
        Assert.Equal("app-2", Assert.Single(await ClaimAsync("same", app: "app-2")).Event.App);
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [], None);
        Assert.NotNull(await Ledger.Outbox.FindHookAsync(new("app-2", "same"), None));
    }

    [Fact]
    public async Task Signal_AfterTheCommit_NamesTheHooksThatGotRows()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1"), Rows.Hook("h2", types: ["call.ended"])], None);
        Ledger.Signal.Touched.Clear();
        var heard = new TaskCompletionSource<IReadOnlyList<HookRef>>();
        var due = Task.CompletedTask;
        Ledger.Signal.OnTouched = () => due = Task.Run(async () => heard.TrySetResult(await Ledger.Outbox.DueHooksAsync(None)));

        await CaptureAsync(Rows.Captured(1));

        Assert.Equal([new HookRef(Rows.App, "h1")], await Deadline.For(heard.Task, "the signal"));
        await due;
        Assert.Equal([new HookRef(Rows.App, "h1")], Ledger.Signal.Touched);
    }

    [Fact]
    public async Task Signal_ThatThrows_HurtsNobody()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        Ledger.Signal.OnTouched = () => throw new InvalidOperationException("a listener with a bug");

        Assert.True(await CaptureAsync(Rows.Captured(1)));
        Assert.True(await CaptureAsync(Rows.Captured(2)));
    }

    private Task<int> SettleAsync(
        string owner, ClaimedDelivery row, DeliveryState state, TimeSpan retryIn = default, int? status = null, string? error = null) => Ledger.Outbox.SettleAsync(
            new(Rows.App, "h1"), owner, [new(row.Event.EventId, row.Attempt, state, retryIn, status, error)], None);
}
