using OrleansFrames.Apps;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Apps;

public sealed class AppGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _app = $"app-{Guid.NewGuid():N}";

    private IAppGrain Grain => cluster.App(_app);

    [Fact]
    public async Task Get_Fresh_HasNoHooksAndTheLongestUrlLife()
    {
        var settings = await Grain.GetAsync(None);
        Assert.Empty(settings.EventHooks);
        Assert.Equal(1_209_600, settings.CdnExpirationSeconds);
    }

    [Fact]
    public async Task Update_Hooks_IsTheWholeNewList()
    {
        var made = await UpdateAsync(Hook(url: "http://a/"), Hook(url: "http://b/"));
        Assert.Equal(2, made.Select(hook => hook.Id).Distinct().Count());
        Assert.All(made, hook => Assert.True(Guid.TryParse(hook.Id, out _)));

        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var changed = await UpdateAsync(made[1] with { Enabled = false, CreatedAt = null }, Hook(url: "http://c/"));
        Assert.Equal([made[1].Id, changed[1].Id], changed.Select(hook => hook.Id));
        Assert.Equal((false, made[1].CreatedAt, made[1].CreatedAt!.Value.AddSeconds(1)), (changed[0].Enabled, changed[0].CreatedAt, changed[0].UpdatedAt!.Value));
        Assert.Equal(changed, (await Grain.GetAsync(None)).EventHooks, Same);

        Assert.Empty(await UpdateAsync());
        Assert.Empty((await Grain.GetAsync(None)).EventHooks);
    }

    [Fact]
    public async Task Update_UrlLifeOnly_KeepsTheHooks()
    {
        var made = await UpdateAsync(Hook());
        var settings = (await Grain.UpdateAsync(new(null, 14_400), None)).Value!;
        Assert.Equal((14_400, made[0].Id), (settings.CdnExpirationSeconds, Assert.Single(settings.EventHooks).Id));
        Assert.Equal(14_400, (await Grain.UpdateAsync(new([], null), None)).Value!.CdnExpirationSeconds);
    }

    [Fact]
    public async Task Update_Hooks_AreInTheOutboxBeforeTheAnswer()
    {
        var made = await UpdateAsync(Hook());
        Assert.Equal(made[0].WebhookUrl, (await cluster.Outbox.FindHookAsync(new HookRef(_app, made[0].Id), None))!.WebhookUrl);
    }

    [Fact]
    public async Task Update_OutboxAwayAfterTheWrite_IsMadeUpForAtTheNextActivation()
    {
        cluster.Outbox.FailNext(1);
        await Assert.ThrowsAnyAsync<Exception>(() => Grain.UpdateAsync(new([Hook()], null), None));
        var stored = Assert.Single((await Grain.GetAsync(None)).EventHooks);
        Assert.Null(await cluster.Outbox.FindHookAsync(new HookRef(_app, stored.Id), None));

        await cluster.RestartAsync();
        await Grain.GetAsync(None);
        Assert.NotNull(await cluster.Outbox.FindHookAsync(new HookRef(_app, stored.Id), None));
    }

    [Fact]
    public async Task Update_StorageAway_ChangesNothing()
    {
        var made = await UpdateAsync(Hook());
        cluster.Storage.Fail(name => name.Contains(_app, StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => Grain.UpdateAsync(new([], 14_400), None));
        cluster.Storage.Fail(_ => false);
        var settings = await Grain.GetAsync(None);
        Assert.Equal((made[0].Id, 1_209_600), (Assert.Single(settings.EventHooks).Id, settings.CdnExpirationSeconds));
    }

    [Fact]
    public async Task Update_Bad_NamesTheFieldsAndChangesNothing()
    {
        await UpdateAsync(Hook());
        Assert.Equal(["cdn_expiration_seconds"], await RefusedAsync(new([], 60)));
        Assert.Equal(["event_hooks[1].webhook_url"], await RefusedAsync(new([Hook(), Hook(url: "ftp://x/")], null)));
        Assert.Equal(["event_hooks[0].hook_type"], await RefusedAsync(new([Hook() with { HookType = "sns" }], null)));
        Assert.Equal(["event_hooks[0].timeout_ms"], await RefusedAsync(new([Hook() with { TimeoutMs = 1 }], null)));
        Assert.Single((await Grain.GetAsync(None)).EventHooks);
    }

    private static EventHook Hook(string url = "http://receiver/") => new("", "webhook", true, ["call.created"], "all", url, null, null, null);

    private static bool Same(EventHook one, EventHook other) => one with { EventTypes = other.EventTypes } == other;

    private async Task<IReadOnlyList<EventHook>> UpdateAsync(params EventHook[] hooks)
    {
        var outcome = await Grain.UpdateAsync(new(hooks, null), None);
        Assert.Null(outcome.Refusal);
        return outcome.Value!.EventHooks;
    }

    private async Task<IEnumerable<string>> RefusedAsync(AppUpdate update) => (await Grain.UpdateAsync(update, None)).Refusal!.Fields.Keys;
}
