using OrleansFrames.Apps;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class HookRulesTests
{
    private static readonly EventHook Good = new("", "webhook", true, ["call.anything"], "video", "https://example.org/hook?a=b", 6_000, null, null);

    [Theory]
    [InlineData("https://example.org/hook")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/x")]
    public void Check_HttpUrl_IsRight(string url) => Assert.Null(HookRules.Check([Good with { WebhookUrl = url }]));

    [Theory]
    [InlineData(null, "is required")]
    [InlineData("", "is required")]
    [InlineData("/hook", "absolute http or https")]
    [InlineData("example.org/hook", "absolute http or https")]
    [InlineData("ftp://example.org/", "absolute http or https")]
    [InlineData("file:///etc/passwd", "absolute http or https")]
    [InlineData("https://u:p@example.org/", "user or password")]
    public void Check_OtherUrl_IsRefusedByName(string? url, string reason)
        => AssertRefused(Good with { WebhookUrl = url }, "event_hooks[1].webhook_url", reason);

    [Fact]
    public void Check_UrlLength_EndsAt2048()
    {
        var url = "https://example.org/".PadRight(2_048, 'a');
        Assert.Null(HookRules.Check([Good with { WebhookUrl = url }]));
        AssertRefused(Good with { WebhookUrl = url + "a" }, "event_hooks[1].webhook_url", "2048");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(30_000)]
    [InlineData(null)]
    public void Check_TimeoutInRange_IsRight(int? timeout) => Assert.Null(HookRules.Check([Good with { TimeoutMs = timeout }]));

    [Theory]
    [InlineData(999)]
    [InlineData(30_001)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Check_TimeoutOutOfRange_IsRefused(int timeout)
        => AssertRefused(Good with { TimeoutMs = timeout }, "event_hooks[1].timeout_ms", "1000 to 30000");

    [Theory]
    [InlineData("sns", "'sns' is not supported")]
    [InlineData("pending_message", "not supported")]
    [InlineData("", "must be webhook, sqs or azure_service_bus")]
    [InlineData("Webhook", "must be webhook, sqs or azure_service_bus")]
    public void Check_OtherHookType_IsRefused(string type, string reason)
        => AssertRefused(Good with { HookType = type, WebhookUrl = null }, "event_hooks[1].hook_type", reason);

    [Fact]
    public void Check_UnknownProduct_IsRefused() => AssertRefused(Good with { Product = "mail" }, "event_hooks[1].product", "video");

    [Fact]
    public void Check_SameIdTwice_IsRefused()
    {
        var refusal = HookRules.Check([Good with { Id = "h" }, Good with { Id = "h" }]);
        Assert.Contains("twice", refusal!.Fields["event_hooks[1].id"], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SeveralFaults_AreAllNamed()
    {
        var refusal = HookRules.Check([Good with { TimeoutMs = 1 }, Good, Good with { WebhookUrl = "x", Product = "y" }]);
        Assert.Equal(["event_hooks[0].timeout_ms", "event_hooks[2].product", "event_hooks[2].webhook_url"], refusal!.Fields.Keys.Order());
        Assert.Equal(RefusalKind.Input, refusal.Kind);
        Assert.Contains("event_hooks[2].product: must be", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoHooks_IsRight() => Assert.Null(HookRules.Check([]));

    private static void AssertRefused(EventHook hook, string field, string reason)
    {
        var refusal = HookRules.Check([Good, hook]);
        Assert.NotNull(refusal);
        Assert.Equal([field], refusal.Fields.Keys);
        Assert.Contains(reason, refusal.Fields[field], StringComparison.Ordinal);
    }
}
