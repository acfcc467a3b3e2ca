using System.Text.Json;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Apps;

/// <summary>Hooks of queues, GetStream's older fields, and what is disabled.</summary>
public sealed class AppHookTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private const string Webhook = "legacy-webhook";
    private const string Sqs = "legacy-sqs";
    private const string Url = "http://127.0.0.1/000000000000/frames";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly LegacyHookFields Unset = new(null, null, null, null, null);

    private static readonly EventHook Queue = new("", "sqs", true, [], "all", null, null, null, null)
    {
        SqsQueueUrl = Url,
        SqsKey = "AK",
        SqsSecret = "sealed",
    };

    private readonly string _app = $"app-{Guid.NewGuid():N}";

    private IAppGrain Grain => cluster.App(_app);

    [Fact]
    public async Task Update_MaskOfAKnownHook_KeepsItsSecret()
    {
        var made = Assert.Single((await UpdateAsync(new([Queue], null))).EventHooks);
        var changed = Assert.Single((await UpdateAsync(new([made with { SqsRegion = "eu-west-1", SqsSecret = HookSecrets.Mask }], null))).EventHooks);
        Assert.Equal(("eu-west-1", "sealed"), (changed.SqsRegion, changed.SqsSecret));
        Assert.Equal("sealed", (await FindAsync(made.Id))!.SqsSecret);
        Assert.Equal("other", Assert.Single((await UpdateAsync(new([made with { SqsSecret = "other" }], null))).EventHooks).SqsSecret);
    }

    [Fact]
    public async Task Update_MaskOfAnUnknownHook_IsRefused()
    {
        var refusal = (await Grain.UpdateAsync(new([Queue with { SqsSecret = HookSecrets.Mask }], null), None)).Refusal!;
        Assert.Contains("none is stored", refusal.Fields["event_hooks[0].sqs_secret"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_OlderFields_AreHooksOfTheirOwnOutsideOfTheList()
    {
        var settings = await UpdateAsync(Legacy(new("http://w/", ["call.ended"], Url, "AK", "sealed")));
        Assert.Empty(settings.EventHooks);
        Assert.Equal("http://w/", settings.LegacyWebhook!.WebhookUrl);
        var webhook = (await FindAsync(Webhook))!;
        Assert.Equal(("webhook", true, "http://w/", "all"), (webhook.HookType, webhook.Enabled, webhook.WebhookUrl, webhook.Product));
        Assert.Equal(["call.ended"], webhook.EventTypes);
        var queue = (await FindAsync(Sqs))!;
        Assert.Equal(("sqs", true, Url, "AK", "sealed"), (queue.HookType, queue.Enabled, queue.SqsQueueUrl, queue.SqsKey, queue.SqsSecret));

        // The list and these change apart from each other.
        var listed = await UpdateAsync(new([Queue], null));
        Assert.Single(listed.EventHooks);
        Assert.NotNull(await FindAsync(Webhook));
        await UpdateAsync(Legacy(Unset with { SqsSecret = HookSecrets.Mask, SqsKey = "AK2" }));
        Assert.Equal(("AK2", "sealed"), await FindAsync(Sqs) is { } changed ? (changed.SqsKey, changed.SqsSecret) : default);
        Assert.NotNull(await FindAsync(listed.EventHooks[0].Id));
    }

    [Fact]
    public async Task Update_EmptyText_SwitchesOffAndKeepsTheRest()
    {
        await UpdateAsync(Legacy(new("http://w/", ["call.ended"], Url, "AK", "sealed")));
        var settings = await UpdateAsync(Legacy(Unset with { WebhookUrl = "", SqsUrl = "" }));
        Assert.Null(await FindAsync(Webhook));
        Assert.Null(await FindAsync(Sqs));
        Assert.Equal(("", "", "AK"), (settings.LegacyWebhook!.WebhookUrl, settings.LegacySqs!.SqsQueueUrl, settings.LegacySqs.SqsKey));
        await UpdateAsync(Legacy(Unset with { WebhookUrl = "http://w/2" }));
        Assert.Equal(["call.ended"], (await FindAsync(Webhook))!.EventTypes);
    }

    [Fact]
    public async Task Update_OlderFieldsWrong_AreNamedAsTheyAreCalled()
    {
        var refusal = (await Grain.UpdateAsync(Legacy(Unset with { WebhookUrl = "ftp://x/" }), None)).Refusal!;
        Assert.Equal(["webhook_url"], refusal.Fields.Keys);
        refusal = (await Grain.UpdateAsync(Legacy(Unset with { SqsUrl = "http://x/", SqsKey = "AK" }), None)).Refusal!;
        Assert.Equal(["sqs_secret", "sqs_url"], refusal.Fields.Keys.Order());
        Assert.Null((await Grain.GetAsync(None)).LegacyWebhook);
    }

    [Theory]
    [InlineData(Webhook)]
    [InlineData(Sqs)]
    public async Task Update_IdOfTheOlderFieldsInTheList_IsRefused(string id)
        => Assert.Equal(["event_hooks[0].id"], (await Grain.UpdateAsync(new([Queue with { Id = id }], null), None)).Refusal!.Fields.Keys);

    [Fact]
    public async Task Update_Compression_StaysUntilItIsSwitchedOff()
    {
        Assert.False((await Grain.GetAsync(None)).CompressHookPayloads);
        await UpdateAsync(new(null, null) { CompressHookPayloads = true });
        Assert.True((await UpdateAsync(new(null, 14_400))).CompressHookPayloads);
        Assert.False((await UpdateAsync(new(null, null) { CompressHookPayloads = false })).CompressHookPayloads);
    }

    [Fact]
    public async Task DisableHook_OfEitherKind_StaysSoUntilItIsSetAgain()
    {
        var made = (await UpdateAsync(new([Queue], null) { LegacyHooks = Unset with { WebhookUrl = "http://w/" } })).EventHooks[0];
        await Grain.DisableHookAsync(made.Id, None);
        await Grain.DisableHookAsync(Webhook, None);
        await Grain.DisableHookAsync("unknown", None);
        Assert.False((await FindAsync(made.Id))!.Enabled);
        Assert.False((await FindAsync(Webhook))!.Enabled);

        await UpdateAsync(Legacy(Unset with { WebhookEvents = [] }));
        Assert.False((await FindAsync(Webhook))!.Enabled);
        await UpdateAsync(Legacy(Unset with { WebhookUrl = "http://w/" }));
        Assert.True((await FindAsync(Webhook))!.Enabled);
        Assert.False((await FindAsync(made.Id))!.Enabled);
    }

    [Fact]
    public async Task CheckSqs_SendsATestMessageWithWhatIsGivenOrStored()
    {
        Assert.Equal(["sqs_url"], (await Grain.CheckSqsAsync(Unset, None)).Refusal!.Fields.Keys);
        await UpdateAsync(new(null, null) { LegacyHooks = Unset with { SqsUrl = Url, SqsKey = "AK", SqsSecret = "sealed" }, CompressHookPayloads = true });
        Assert.Equal(DeliveryVerdict.Delivered, (await Grain.CheckSqsAsync(Unset, None)).Value!.Verdict);
        Assert.Equal(
            DeliveryVerdict.Delivered, (await Grain.CheckSqsAsync(Unset with { SqsUrl = Url + "2", SqsKey = "AK2", SqsSecret = HookSecrets.Mask }, None)).Value!.Verdict);
        Assert.Equal(["sqs_secret"], (await Grain.CheckSqsAsync(Unset with { SqsSecret = "" }, None)).Refusal!.Fields.Keys);

        var sent = cluster.Queues.SentFor(_app);
        Assert.Equal(
            [(Url, "AK", "sealed", true), (Url + "2", "AK2", "sealed", true)],
            sent.Select(one => (one.Request.Hook.SqsQueueUrl!, one.Request.Hook.SqsKey!, one.Request.Hook.SqsSecret!, one.Request.Compress)));
        Assert.All(sent, one => Assert.Equal("check_sqs", JsonDocument.Parse(one.Body).RootElement.GetProperty("type").GetString()));
        Assert.Equal(Url, (await Grain.GetAsync(None)).LegacySqs!.SqsQueueUrl);
    }

    [Fact]
    public async Task CheckHook_SendsATestEventToTheHookAsGiven_WithTheStoredSecretsInThePlaceOfMasks()
    {
        var kept = (await UpdateAsync(new([Queue], null))).EventHooks[0];
        Assert.Equal(DeliveryVerdict.Delivered, (await Grain.CheckHookAsync(kept with { SqsQueueUrl = Url + "2", SqsSecret = HookSecrets.Mask }, None)).Value!.Verdict);
        Assert.Equal(["sqs_secret"], (await Grain.CheckHookAsync(Queue with { SqsSecret = HookSecrets.Mask }, None)).Refusal!.Fields.Keys);

        var (request, body) = Assert.Single(cluster.Queues.SentFor(_app));
        Assert.Equal((Url + "2", "sealed"), (request.Hook.SqsQueueUrl, request.Hook.SqsSecret));
        Assert.Equal("check_event_hook", JsonDocument.Parse(body).RootElement.GetProperty("type").GetString());
        Assert.Equal(Url, Assert.Single((await Grain.GetAsync(None)).EventHooks).SqsQueueUrl);
    }

    [Fact]
    public async Task Update_MaskOfAConnectionString_KeepsTheStoredOne()
    {
        EventHook bus = new("", "azure_service_bus", true, [], "", null, null, null, null) { AzureServiceBusConnectionString = "sealed", AzureServiceBusEntity = "frames" };
        var made = Assert.Single((await UpdateAsync(new([bus], null))).EventHooks);
        var changed = Assert.Single((await UpdateAsync(new([made.Masked() with { AzureServiceBusEntity = "other" }], null))).EventHooks);
        Assert.Equal(("sealed", "other"), (changed.AzureServiceBusConnectionString, changed.AzureServiceBusEntity));
    }

    private static AppUpdate Legacy(LegacyHookFields fields) => new(null, null) { LegacyHooks = fields };

    private async Task<AppSettings> UpdateAsync(AppUpdate update)
    {
        var outcome = await Grain.UpdateAsync(update, None);
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    private Task<EventHook?> FindAsync(string id) => cluster.Outbox.FindHookAsync(new HookRef(_app, id), None);
}
