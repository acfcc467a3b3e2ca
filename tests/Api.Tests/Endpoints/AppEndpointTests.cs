using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class AppEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private readonly string _app = $"app-{Guid.NewGuid():N}";
    private ApiHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(cluster);
        _host.Apps.Set(_app, FakeApps.Secret);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Hooks_travel_as_the_whole_new_list()
    {
        var reply = await PatchAsync("""
            {"event_hooks":[
              {"hook_type":"webhook","webhook_url":"http://127.0.0.1:9/a"},
              {"id":"h1","hook_type":"webhook","enabled":false,"event_types":["call.ended"],"product":"video","webhook_url":"http://127.0.0.1:9/b",
               "timeout_ms":2000,"created_at":"2025-02-10T09:15:37Z","sqs_key":""}]}
            """);
        Assert.Equal(200, reply.Status);
        Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
        var update = cluster.Script.Received<AppUpdate>($"app/{_app}");
        Assert.Equal(2, update.EventHooks!.Count);
        Assert.Equal(("", true, 0, "http://127.0.0.1:9/a"), Said(update.EventHooks[0]));
        Assert.Equal(("h1", false, 1, "http://127.0.0.1:9/b"), Said(update.EventHooks[1]));
        Assert.Equal((2_000, null), (update.EventHooks[1].TimeoutMs, update.EventHooks[1].CreatedAt));
        Assert.Null(update.CdnExpirationSeconds);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"event_hooks":null}""", null)]
    [InlineData("""{"event_hooks":[]}""", 0)]
    public async Task A_list_that_is_not_given_is_not_an_empty_one(string body, int? hooks)
    {
        await PatchAsync(body);
        Assert.Equal(hooks, cluster.Script.Received<AppUpdate>($"app/{_app}").EventHooks?.Count);
    }

    [Fact]
    public async Task Unset_integers_and_switches_of_typed_sdks_change_nothing()
    {
        var reply = await PatchAsync("""{"cdn_expiration_seconds":0,"enable_hook_payload_compression":false,"webhook_url":""}""");
        Assert.Equal(200, reply.Status);
        Assert.Null(cluster.Script.Received<AppUpdate>($"app/{_app}").CdnExpirationSeconds);
    }

    [Fact]
    public async Task What_the_grain_refuses_names_its_field()
    {
        cluster.Script.Refuse($"app/{_app}", Refusal.Input("cdn_expiration_seconds", "must be 14400 to 1209600"));
        var reply = await PatchAsync("""{"cdn_expiration_seconds":5}""");
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal(["cdn_expiration_seconds"], reply.Fields);
        Assert.Equal(5, cluster.Script.Received<AppUpdate>($"app/{_app}").CdnExpirationSeconds);
    }

    private static (string Id, bool Enabled, int Types, string? Url) Said(EventHook hook)
        => (hook.Id, hook.Enabled, hook.EventTypes.Count, hook.WebhookUrl);

    private Task<Reply> PatchAsync(string body)
    {
        var request = ApiHost.Request("PATCH", "/api/v2/app", body);
        request.RequestUri = new Uri($"/api/v2/app?api_key={_app}", UriKind.Relative);
        return _host.SendAsync(request);
    }
}
