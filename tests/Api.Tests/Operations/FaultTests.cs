using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Operations;

[Collection(ApiSuite.Name)]
public sealed class FaultTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("timeout", 503)]
    [InlineData("orleans", 503)]
    [InlineData("cancelled", 503)]
    [InlineData("bug", 500)]
    public async Task An_exception_of_a_grain_is_typed_and_leaks_nothing(string kind, int status)
    {
        cluster.Script.Fail($"call/key/default:fault-{kind}", () => kind switch
        {
            "timeout" => new TimeoutException("secret detail"),
            "orleans" => new OrleansException("secret detail"),
            "cancelled" => new OperationCanceledException("secret detail"),
            _ => new InvalidOperationException("secret detail"),
        });
        var reply = await _host.SendAsync("GET", $"/api/v2/video/call/default/fault-{kind}");
        Assert.Equal((status, -1), (reply.Status, reply.Code));
        Assert.Equal(status == 503 ? "1" : null, reply.Header("Retry-After"));
        Assert.StartsWith("GetCall failed with error: \"", reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v2/nothing")]
    [InlineData("GET", "/api/v1/app")]
    [InlineData("DELETE", "/api/v2/app")]
    [InlineData("POST", "/api/v2/video/call/default")]
    [InlineData("PUT", "/video/nothing")]
    [InlineData("GET", "/video/call/default/a/b/c/d")]
    public async Task An_unknown_route_is_404_in_the_form_of_sdks(string method, string path)
    {
        var reply = await _host.SendAsync(method, path);
        Assert.Equal((404, 16, "Not Found"), (reply.Status, reply.Code, reply.Message));
        Assert.NotNull(reply.Header("X-RateLimit-Limit"));
    }

    [Theory]
    [InlineData(RefusalKind.Input, 400, 4)]
    [InlineData(RefusalKind.NotAllowed, 403, 17)]
    [InlineData(RefusalKind.NotFound, 404, 16)]
    public async Task A_refusal_becomes_the_error_that_sdks_parse(RefusalKind kind, int status, int code)
    {
        cluster.Script.Refuse($"call/key/default:refused-{kind}", new(kind, "there is no active session", new Dictionary<string, string>()));
        var reply = await _host.SendAsync("POST", $"/api/v2/video/call/default/refused-{kind}/start_frame_recording");
        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Equal("StartFrameRecording failed with error: \"there is no active session\"", reply.Message);
        Assert.Equal(
            ["StatusCode", "code", "details", "duration", "message", "more_info"],
            reply.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("[]", reply.Json.GetProperty("details").GetRawText());
    }
}
