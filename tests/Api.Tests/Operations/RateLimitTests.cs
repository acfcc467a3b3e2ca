using System.Globalization;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Operations;

[Collection(ApiSuite.Name)]
public sealed class RateLimitTests(ApiCluster cluster) : IAsyncLifetime
{
    private readonly ManualClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_767_225_610));
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster, options => options.RequestsPerMinute = 2, _clock);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Beyond_the_limit_is_429_until_the_window_ends()
    {
        AssertHeaders(await GetAsync(), 200, remaining: 1);
        AssertHeaders(await GetAsync(), 200, remaining: 0);
        var refused = await GetAsync();
        AssertHeaders(refused, 429, remaining: 0);
        Assert.Equal(9, refused.Code);
        Assert.Equal("50", refused.Header("Retry-After"));
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(200, (await GetAsync()).Status);
    }

    [Fact]
    public async Task Strangers_who_know_the_key_do_not_use_up_its_limit()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var stranger = await _host.SendAsync(ApiHost.Request("GET", "/api/v2/app", token: "garbage"));
            Assert.Equal(attempt < 2 ? 401 : 429, stranger.Status);
            Assert.NotNull(stranger.Header("X-RateLimit-Remaining"));
        }

        AssertHeaders(await GetAsync(), 200, remaining: 1);
    }

    private static void AssertHeaders(Reply reply, int status, int remaining)
    {
        Assert.Equal(status, reply.Status);
        Assert.Equal("2", reply.Header("X-RateLimit-Limit"));
        Assert.Equal(remaining.ToString(CultureInfo.InvariantCulture), reply.Header("X-RateLimit-Remaining"));
        Assert.Equal("1767225660", reply.Header("X-RateLimit-Reset"));
    }

    private Task<Reply> GetAsync() => _host.SendAsync("GET", "/api/v2/app");
}
