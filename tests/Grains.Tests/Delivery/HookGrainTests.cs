using System.Text.Json;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class HookGrainTests(DeliveryCluster cluster) : IClassFixture<DeliveryCluster>
{
    private static readonly DeliveryResult Accepted = new(DeliveryVerdict.Delivered, 200);
    private static readonly DeliveryResult Broken = new(DeliveryVerdict.Retry, 500, "the far side answered 500");

    [Fact]
    public async Task Poke_RowsAreDue_DeliversThem_EachWithItsOwnUrl()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Accepted);
        var ids = cluster.Commit(hook, 40, "e/t/1.jpg");
        await cluster.Grain(hook).PokeAsync();
        await AllAsync(hook, DeliveryState.Delivered);

        var sent = cluster.Sink.To(hook.HookId);
        Assert.Equal(ids.Order(), sent.Select(one => one.Request.EventId).Order());
        Assert.All(sent, one => Assert.Equal((true, "default:c"), (one.Request.Compress, one.Request.CallCid)));
        var bodies = sent.Select(one => JsonDocument.Parse(one.Body).RootElement).ToArray();
        Assert.Equal(ids.Order(), bodies.Select(body => body.GetProperty("event_id").GetGuid()).Order());
        Assert.All(bodies, body => Assert.StartsWith("http://frames/e/t/1.jpg?life=18000&", body.GetProperty("url").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Poke_RetentionOfThePictureIsOver_SaysSo()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Accepted);
        cluster.Commit(hook, 1, FakeUrls.Expired);
        await cluster.Grain(hook).PokeAsync();
        await AllAsync(hook, DeliveryState.Delivered);

        Assert.EndsWith("\"url\":\"\",\"expired\":true}", Assert.Single(cluster.Sink.To(hook.HookId)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poke_UrlCannotBeSigned_IsTriedLaterAndSaysWhy()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Accepted);
        cluster.Commit(hook, 1, FakeUrls.Away);
        await cluster.Grain(hook).PokeAsync();
        await cluster.UntilRowsAsync(hook, rows => rows.Any(row => row.Error is not null), "an attempt to be settled");

        Assert.Contains("its storage is away", cluster.Outbox.Rows(hook).Single().Error!, StringComparison.Ordinal);
        Assert.Empty(cluster.Sink.To(hook.HookId));
    }

    [Fact]
    public async Task AFailedAttempt_IsMadeAgainWhenDue_WithAFreshUrl()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Script(hook.HookId, request => Task.FromResult(request.Attempt == 1 ? Broken : Accepted));
        cluster.Commit(hook, 1, "e/t/2.jpg");
        await cluster.Grain(hook).PokeAsync();
        await cluster.UntilRowsAsync(hook, rows => rows[0].Status == 500, "the first attempt to be settled");

        cluster.Outbox.Advance(TimeSpan.FromSeconds(4.9));
        var asked = cluster.Outbox.TimesDueAsked(hook);
        await cluster.Grain(hook).PokeAsync();
        await cluster.Outbox.Changed.UntilAsync(() => cluster.Outbox.TimesDueAsked(hook) > asked, "a round before the retry is due");
        Assert.Single(cluster.Sink.To(hook.HookId));

        // Nobody pokes now: the grain set its own timer.
        cluster.Outbox.Advance(TimeSpan.FromSeconds(0.1));
        await AllAsync(hook, DeliveryState.Delivered);
        var sent = cluster.Sink.To(hook.HookId);
        Assert.Equal([1, 2], sent.Select(one => one.Request.Attempt));
        Assert.NotEqual(sent[0].Body, sent[1].Body);
    }

    [Fact]
    public async Task TheLastAttemptFails_TheDeliveryIsDead()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Broken);
        cluster.Commit(hook, 1);
        for (var attempt = 1; attempt <= RetrySchedule.MaxAttempts; attempt++)
        {
            await cluster.Grain(hook).PokeAsync();
            await cluster.UntilRowsAsync(hook, rows => rows[0].Attempt == attempt && rows[0].Owner is null, $"attempt {attempt} to be settled");
            cluster.Outbox.Advance(TimeSpan.FromHours(25));
        }

        var row = Assert.Single(cluster.Outbox.Rows(hook));
        Assert.Equal((DeliveryState.Dead, 500, "the far side answered 500"), (row.State, row.Status, row.Error));
    }

    [Fact]
    public async Task Gone_DisablesTheHook_AndNothingMoreIsSent()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, new(DeliveryVerdict.Gone, 410, "the far side answered 410"));
        cluster.Commit(hook, 1);
        await cluster.Grain(hook).PokeAsync();
        await cluster.Outbox.Changed.UntilAsync(() => cluster.App.Disabled.Contains(hook), "the app to disable the hook");
        await AllAsync(hook, DeliveryState.Dead);

        cluster.Commit(hook, 3);
        var found = cluster.Outbox.TimesFound(hook);
        await cluster.Grain(hook).ReloadAsync(CancellationToken.None);
        await cluster.Outbox.Changed.UntilAsync(() => cluster.Outbox.TimesFound(hook) > found, "the hook to be read anew");
        Assert.Single(cluster.Sink.To(hook.HookId));

        // Enabled again, it gets what it was owed meanwhile.
        cluster.Sink.Answer(hook.HookId, Accepted);
        var saved = (await cluster.Outbox.FindHookAsync(hook, CancellationToken.None))!;
        Assert.False(saved.Enabled);
        await cluster.Outbox.SaveHooksAsync(hook.App, [saved with { Enabled = true }], CancellationToken.None);
        await cluster.Grain(hook).ReloadAsync(CancellationToken.None);
        await cluster.UntilRowsAsync(hook, rows => rows.Count(row => row.State == DeliveryState.Delivered) == 3, "three deliveries after enabling");
    }

    [Fact]
    public async Task Reload_AnotherUrl_IsUsedForTheNextAttempt()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Accepted);
        cluster.Commit(hook, 1);
        await cluster.Grain(hook).PokeAsync();
        await AllAsync(hook, DeliveryState.Delivered);

        var saved = (await cluster.Outbox.FindHookAsync(hook, CancellationToken.None))!;
        await cluster.Outbox.SaveHooksAsync(hook.App, [saved with { WebhookUrl = "http://127.0.0.2/" }], CancellationToken.None);
        await cluster.Grain(hook).ReloadAsync(CancellationToken.None);
        cluster.Commit(hook, 1);
        await cluster.Grain(hook).PokeAsync();
        await AllAsync(hook, DeliveryState.Delivered);
        Assert.Equal(["http://127.0.0.1/", "http://127.0.0.2/"], cluster.Sink.To(hook.HookId).Select(one => one.Request.Hook.WebhookUrl));
    }

    [Fact]
    public async Task Reload_WhileTheAppIsBusy_AnswersAtOnce()
    {
        // The app's grain tells its hooks of a change before it answers anyone: a hook that waits for it must still listen.
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Accepted);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.App.KeepBusy(hook.App, answered.Task);
        cluster.Commit(hook, 1);
        await cluster.Grain(hook).PokeAsync();
        await cluster.Outbox.Changed.UntilAsync(() => cluster.Outbox.TimesFound(hook) > 0, "the hook to ask its app");
        await cluster.Grain(hook).ReloadAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        answered.SetResult();
        await AllAsync(hook, DeliveryState.Delivered);
    }

    [Fact]
    public async Task TheOutboxIsAway_TheGrainGoesOnByItself()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Accepted);
        cluster.Commit(hook, 5);
        cluster.Outbox.FailNext(2);
        await cluster.Grain(hook).PokeAsync();
        await AllAsync(hook, DeliveryState.Delivered);
    }

    [Fact]
    public async Task NothingOwed_TheGrainGivesUpItsMemory()
    {
        var hook = await cluster.NewHookAsync();
        cluster.Sink.Answer(hook.HookId, Accepted);
        cluster.Commit(hook, 1);
        await cluster.Grain(hook).PokeAsync();
        await AllAsync(hook, DeliveryState.Delivered);

        // A new activation reads its hook again; a living one does so once a minute.
        var found = cluster.Outbox.TimesFound(hook);
        while (cluster.Outbox.TimesFound(hook) == found)
        {
            var asked = cluster.Outbox.TimesDueAsked(hook);
            await cluster.Grain(hook).PokeAsync();
            await cluster.Outbox.Changed.UntilAsync(() => cluster.Outbox.TimesDueAsked(hook) > asked, "a round of the idle grain");
        }

        cluster.Commit(hook, 1);
        await cluster.Grain(hook).PokeAsync();
        await AllAsync(hook, DeliveryState.Delivered);
    }

    private Task AllAsync(HookRef hook, DeliveryState state)
        => cluster.UntilRowsAsync(hook, rows => rows.All(row => row.State == state), $"every delivery to be {state}");
}
