using System.Text.Json;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Operations;

/// <summary>What the limiter says of itself when it is asked.</summary>
[Collection(ApiSuite.Name)]
public sealed class RateLimitsTests(ApiCluster cluster) : IAsyncLifetime
{
    private readonly ManualClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_767_225_610));
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster, options => options.RequestsPerMinute = 10, _clock);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_answer_is_that_of_its_own_headers()
    {
        await _host.SendAsync("GET", "/video/call/default/limits");
        var reply = await _host.SendAsync("GET", "/api/v2/rate_limits?server_side=true");
        var start = reply.Json.GetProperty("server_side").GetProperty("StartFrameRecording");
        Assert.Equal((10, 8, 1_767_225_660), (Number(start, "limit"), Number(start, "remaining"), Number(start, "reset")));
        Assert.Equal("8", reply.Header("X-RateLimit-Remaining"));
        _clock.Advance(TimeSpan.FromSeconds(50));
        var next = (await _host.SendAsync("GET", "/api/v2/rate_limits")).Json.GetProperty("web").GetProperty("GetCall");
        Assert.Equal((9, 1_767_225_720), (Number(next, "remaining"), Number(next, "reset")));
    }

    [Theory]
    [InlineData("", "server_side android ios web unity")]
    [InlineData("?web=true&ios=true", "ios web")]
    [InlineData("?web=false", "server_side android ios web unity")]
    public async Task Platforms_are_those_that_are_asked_for(string query, string platforms)
    {
        var reply = await _host.SendAsync("GET", $"/api/v2/rate_limits{query}");
        Assert.Equal([.. platforms.Split(' '), "duration"], reply.Json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Operations_are_those_of_the_platform_and_of_the_query()
    {
        var all = (await _host.SendAsync("GET", "/api/v2/rate_limits")).Json;
        Assert.True(all.GetProperty("server_side").TryGetProperty("UpdateApp", out _));
        Assert.False(all.GetProperty("web").TryGetProperty("UpdateApp", out _));
        var some = (await _host.SendAsync("GET", "/api/v2/rate_limits?server_side=true&endpoints=GetCall,%20UpdateApp,NoSuch")).Json;
        Assert.Equal(["GetCall", "UpdateApp"], some.GetProperty("server_side").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task What_is_no_flag_is_named()
        => Assert.Equal(["unity"], (await _host.SendAsync("GET", "/api/v2/rate_limits?unity=yes")).Fields);

    private static long Number(JsonElement limit, string name) => limit.GetProperty(name).GetInt64();
}
