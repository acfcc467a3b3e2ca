using System.Net.Http.Headers;
using System.Text;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Tests.Endpoints;

/// <summary>Requests in the shapes that the SDKs were recorded to send.</summary>
[Collection(ApiSuite.Name)]
public sealed class SdkShapeTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("node", "{}", Json)]
    [InlineData("dotnet", "{}", "application/json; charset=utf-8")]
    [InlineData("js", "", Form)]
    [InlineData("go-null", "null", Json)]
    [InlineData("curl", null, null)]
    [InlineData("form", "a=b", Form)]
    [InlineData("empty-json", "", Json)]
    [InlineData("text", "\"start\"", "text/plain")]
    [InlineData("list", "[]", Json)]
    public async Task Start_takes_what_every_sdk_sends(string sdk, string? body, string? contentType)
    {
        var reply = await SendAsync($"/api/v2/video/call/default/start-{sdk}/start_frame_recording", body, contentType);
        Assert.Equal(201, reply.Status);
        Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(new StartFrameRecording(null), cluster.Script.Received<StartFrameRecording>($"call/key/default:start-{sdk}"));
    }

    [Theory]
    [InlineData("node", "", Json)]
    [InlineData("python", "", null)]
    [InlineData("go", "null", Json)]
    [InlineData("dotnet", null, null)]
    [InlineData("js", "", Form)]
    [InlineData("odd", "{ not json", Json)]
    public async Task Stop_takes_what_every_sdk_sends(string sdk, string? body, string? contentType)
    {
        var reply = await SendAsync($"/video/call/default/stop-{sdk}/stop_frame_recording", body, contentType);
        Assert.Equal(201, reply.Status);
        Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("stop", cluster.Script.Received<string>($"call/key/default:stop-{sdk}"));
    }

    [Fact]
    public async Task Start_passes_the_storage_on()
    {
        await _host.SendAsync("POST", "/api/v2/video/call/default/start-storage/start_frame_recording", """{"recording_external_storage":"mine"}""");
        Assert.Equal(new("mine"), cluster.Script.Received<StartFrameRecording>("call/key/default:start-storage"));
    }

    [Theory]
    [InlineData("\"2025-02-10T09:15:37.957849800Z\"")]
    [InlineData("\"2025-02-10T10:15:37.9578498+01:00\"")]
    [InlineData("1739178937957849800")]
    public async Task Dates_come_as_rfc_3339_or_nanoseconds(string date)
    {
        var id = $"dates{date.Length}";
        var reply = await _host.SendAsync("PATCH", $"/api/v2/video/call/default/{id}", $$"""{"starts_at":{{date}}}""");
        Assert.Equal(200, reply.Status);
        Assert.Equal(Samples.Time, cluster.Script.Received<CallUpdate>($"call/key/default:{id}").StartsAt);
    }

    [Theory]
    [InlineData("2025-02-10T09:15:37Z", true)]
    [InlineData("2025-02-10 09:15:37+00:00", true)]
    [InlineData("2025-02-10", false)]
    [InlineData("10 Feb 2025", false)]
    [InlineData("2025-02-30T09:15:37Z", false)]
    [InlineData("2025-02-10T09:15:37", false)]
    [InlineData("9999-12-31T23:59:59-14:00", false)]
    public async Task A_date_that_is_none_is_refused(string date, bool taken)
    {
        var reply = await _host.SendAsync("PATCH", "/api/v2/video/call/default/dates", $$"""{"starts_at":"{{date}}"}""");
        Assert.Equal(taken ? 200 : 400, reply.Status);
        Assert.Equal(taken ? [] : ["starts_at"], reply.Fields);
    }

    [Theory]
    [InlineData("""{"members_limit":2}""", 2)]
    [InlineData("""{"members_limit":0}""", Samples.Members)]
    [InlineData("null", Samples.Members)]
    [InlineData("", Samples.Members)]
    public async Task GetOrCreate_takes_members_limit_and_no_body(string body, int members)
    {
        var reply = await _host.SendAsync("POST", "/api/v2/video/call/default/limited", body);
        Assert.Equal((201, members), (reply.Status, reply.Json.GetProperty("members").GetArrayLength()));
        Assert.True(reply.Json.GetProperty("created").GetBoolean());
    }

    [Fact]
    public async Task GetOrCreate_passes_everything_on_and_ignores_what_it_does_not_know()
    {
        var reply = await _host.SendAsync("POST", "/api/v2/video/call/default/whole", """
            {"ring":true,"notify":false,"later":{"a":[1]},"data":{
              "created_by_id":"anna","created_by":{"id":"anna","name":"Anna","custom":{"a":1}},"team":"red","starts_at":"2025-02-10T09:15:37.9578498Z",
              "custom":{"k":"v"},"members":[{"user_id":"bert","role":"host","custom":{"x":[]}},{"user_id":"carl"}],
              "settings_override":{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":2}}}}
            """);
        Assert.Equal(201, reply.Status);
        var request = cluster.Script.Received<GetOrCreateCall>("call/key/default:whole");
        Assert.Equal(("anna", "Anna", "red", Samples.Time), (request.CreatedById, request.CreatedBy?.Name, request.Team, request.StartsAt));
        Assert.Equal("""{"mode":"auto-on","capture_interval_in_seconds":2}""", request.SettingsOverride!.Value.Text[19..^1]);
        Assert.Equal([new("bert", "host", new("""{"x":[]}""")), new("carl", null, null)], request.Members);
    }

    [Fact]
    public async Task Identity_in_the_query_of_the_js_client_is_not_believed()
    {
        var reply = await _host.SendAsync("GET", "/video/call/default/js?user_id=moderator&connection_id=c1&members_limit=1");
        Assert.Equal((200, 1), (reply.Status, reply.Json.GetProperty("members").GetArrayLength()));
    }

    private Task<Reply> SendAsync(string path, string? body, string? contentType)
    {
        var request = ApiHost.Request("POST", path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        return _host.SendAsync(request);
    }
}
