using System.Text.Json;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class AppEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Bus = "Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=c2VjcmV0";

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
        var reply = await PatchAsync("""{"cdn_expiration_seconds":0,"disable_auth_checks":false,"sns_topic_arn":""}""");
        Assert.Equal(200, reply.Status);
        var update = cluster.Script.Received<AppUpdate>($"app/{_app}");
        Assert.Equal((null, null, new LegacyHookFields(null, null, null, null, null)), (update.CdnExpirationSeconds, update.CompressHookPayloads, update.LegacyHooks));
    }

    [Fact]
    public async Task Secrets_of_queues_are_sealed_before_a_grain_sees_them_and_a_mask_stays_a_mask()
    {
        await PatchAsync("""
            {"event_hooks":[
              {"hook_type":"sqs","sqs_queue_url":"http://q/1/a","sqs_region":"eu-west-1","sqs_auth_type":"keys","sqs_key":"AK","sqs_secret":"plain"},
              {"hook_type":"sqs","id":"h1","sqs_secret":"********"},
              {"hook_type":"sqs","sqs_auth_type":"resource","sqs_role_arn":"arn","sqs_secret":""}],
             "sqs_url":"http://q/1/b","sqs_key":"AK2","sqs_secret":"old","webhook_url":"","webhook_events":["call.ended"],"enable_hook_payload_compression":true}
            """);
        var update = cluster.Script.Received<AppUpdate>($"app/{_app}");
        var first = update.EventHooks![0];
        Assert.Equal(("http://q/1/a", "eu-west-1", "keys", "AK", $"sealed({_app}, plain)"), (first.SqsQueueUrl, first.SqsRegion, first.SqsAuthType, first.SqsKey, first.SqsSecret));
        Assert.Equal(["********", ""], update.EventHooks.Skip(1).Select(hook => hook.SqsSecret));
        Assert.Equal(("resource", "arn"), (update.EventHooks[2].SqsAuthType, update.EventHooks[2].SqsRoleArn));
        var legacy = update.LegacyHooks!;
        Assert.Equal(("", "http://q/1/b", "AK2", $"sealed({_app}, old)"), (legacy.WebhookUrl, legacy.SqsUrl, legacy.SqsKey, legacy.SqsSecret));
        Assert.Equal(["call.ended"], legacy.WebhookEvents!);
        Assert.True(update.CompressHookPayloads);
    }

    [Fact]
    public async Task The_app_is_answered_with_masks_in_the_place_of_secrets()
    {
        var reply = await SendAsync("GET", "app");
        var app = reply.Json.GetProperty("app");
        var hooks = app.GetProperty("event_hooks").EnumerateArray().ToArray();
        Assert.False(hooks[0].TryGetProperty("sqs_secret", out _));
        Assert.Equal(("http://q/1/a", "AK", "********"), (Text(hooks[1], "sqs_queue_url"), Text(hooks[1], "sqs_key"), Text(hooks[1], "sqs_secret")));
        Assert.Equal(
            ("http://w/", "http://q/1/b", "AK", "********"), (Text(app, "webhook_url"), Text(app, "sqs_url"), Text(app, "sqs_key"), Text(app, "sqs_secret")));
        Assert.Equal("call.ended", Assert.Single(app.GetProperty("webhook_events").EnumerateArray()).GetString());
        Assert.DoesNotContain("c2VhbGVk", reply.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://good/q", "ok", null)]
    [InlineData("http://bad/q", "error", "no")]
    public async Task Check_sqs_answers_what_became_of_a_test_message(string url, string status, string? error)
    {
        var reply = await SendAsync("POST", "check_sqs", $$"""{"sqs_url":"{{url}}","sqs_key":"AK","sqs_secret":"plain"}""");
        Assert.Equal((201, status), (reply.Status, Text(reply.Json, "status")));
        Assert.Equal(error, reply.Json.TryGetProperty("error", out var said) ? said.GetString() : null);
        Assert.Equal(new(null, null, url, "AK", $"sealed({_app}, plain)"), cluster.Script.Received<LegacyHookFields>($"app/{_app}"));
    }

    [Fact]
    public async Task Check_sqs_refuses_what_the_grain_refuses()
    {
        cluster.Script.Refuse($"app/{_app}", Refusal.Input("sqs_url", "is required"));
        var reply = await SendAsync("POST", "check_sqs", "{}");
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal(["sqs_url"], reply.Fields);
    }

    [Theory]
    [InlineData("http://good/", "ok", null)]
    [InlineData("http://bad/", "error", "no")]
    public async Task Check_event_hook_answers_what_became_of_a_test_event(string url, string status, string? error)
    {
        var reply = await SendAsync("POST", "check_event_hook", $$"""{"hook_type":"webhook","webhook_url":"{{url}}","sqs_secret":"plain"}""");
        Assert.Equal((201, status), (reply.Status, Text(reply.Json, "status")));
        Assert.Equal(error, reply.Json.TryGetProperty("error", out var said) ? said.GetString() : null);
        var hook = cluster.Script.Received<EventHook>($"app/{_app}");
        Assert.Equal((url, $"sealed({_app}, plain)"), (hook.WebhookUrl, hook.SqsSecret));
    }

    [Fact]
    public async Task A_connection_string_is_sealed_and_its_entity_path_is_the_entity_where_none_is_given()
    {
        await PatchAsync($$"""
            {"event_hooks":[
              {"hook_type":"azure_service_bus","azure_service_bus_connection_string":"{{Bus}};EntityPath=frames"},
              {"hook_type":"azure_service_bus","azure_service_bus_connection_string":"{{Bus}}","azure_service_bus_entity":"other"},
              {"hook_type":"azure_service_bus","id":"h1","azure_service_bus_connection_string":"********","azure_service_bus_entity":"kept"}]}
            """);
        var hooks = cluster.Script.Received<AppUpdate>($"app/{_app}").EventHooks!;
        Assert.Equal(
            [$"sealed({_app}, {Bus};EntityPath=frames)", $"sealed({_app}, {Bus})", "********"], hooks.Select(hook => hook.AzureServiceBusConnectionString));
        Assert.Equal(["frames", "other", "kept"], hooks.Select(hook => hook.AzureServiceBusEntity));
    }

    [Theory]
    [InlineData("Endpoint=sb://n.servicebus.windows.net/", null, "event_hooks[0].azure_service_bus_connection_string")]
    [InlineData("secret in the wrong place", null, "event_hooks[0].azure_service_bus_connection_string")]
    [InlineData(Bus + ";EntityPath=frames", "other", "event_hooks[0].azure_service_bus_entity")]
    public async Task A_connection_string_that_cannot_be_right_is_refused_and_not_repeated(string text, string? entity, string field)
    {
        var hook = new { hook_type = "azure_service_bus", azure_service_bus_connection_string = text, azure_service_bus_entity = entity };
        var reply = await SendAsync("PATCH", "app", JsonSerializer.Serialize(new { event_hooks = new[] { hook } }));
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Fields);
        Assert.DoesNotContain(text, reply.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Amazon_sns_is_told_to_be_missing_wherever_it_is_asked_for()
    {
        var reply = await SendAsync("POST", "check_sns", """{"sns_topic_arn":"arn"}""");
        Assert.Equal((201, "error"), (reply.Status, Text(reply.Json, "status")));
        Assert.Contains("SNS", Text(reply.Json, "error"), StringComparison.Ordinal);
        var refused = await PatchAsync("""{"sns_topic_arn":"arn","sns_key":"k","sns_secret":"s"}""");
        Assert.Equal(400, refused.Status);
        Assert.Equal(["sns_key", "sns_secret", "sns_topic_arn"], refused.Fields.Order());
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

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private Task<Reply> PatchAsync(string body) => SendAsync("PATCH", "app", body);

    private Task<Reply> SendAsync(string method, string path, string? body = null)
    {
        var request = ApiHost.Request(method, $"/api/v2/{path}", body);
        request.RequestUri = new Uri($"/api/v2/{path}?api_key={_app}", UriKind.Relative);
        return _host.SendAsync(request);
    }
}
