using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Operations;

[Collection(ApiSuite.Name)]
public sealed class CorsTests(ApiCluster cluster)
{
    private const string Page = "http://page.example:3000";

    /// <summary>The headers that GetStream's libraries and browsers put on a request.</summary>
    private static readonly string[] Sent =
        ["authorization", "cache-control", "content-type", "pragma", "stream-auth-type", "x-client-request-id", "x-stream-client"];

    [Theory]
    [InlineData("*", "*")]
    [InlineData(Page, Page)]
    [InlineData("https://other.example", null)]
    [InlineData(null, null)]
    public async Task Preflight_and_answers_follow_the_origins(string? allowed, string? expected)
    {
        await using var host = await ApiHost.StartAsync(cluster, options =>
        {
            if (allowed is not null)
            {
                options.AllowedOrigins.Add(allowed);
            }
        });
        var preflight = new HttpRequestMessage(HttpMethod.Options, "/video/call/default/cors?api_key=key");
        preflight.Headers.Add("Origin", Page);
        preflight.Headers.Add("Access-Control-Request-Method", "PATCH");
        preflight.Headers.Add("Access-Control-Request-Headers", string.Join(',', Sent));
        var answer = await host.SendAsync(preflight);
        Assert.Equal(expected, answer.Header("Access-Control-Allow-Origin"));
        if (expected is not null)
        {
            Assert.Equal(204, answer.Status);
            Assert.Contains("PATCH", answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
            foreach (var header in Sent)
            {
                Assert.Contains(header, answer.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
            }
        }

        foreach (var token in (string[])[Jwt.Server, "garbage"])
        {
            var request = ApiHost.Request("GET", "/video/call/default/cors", token: token);
            request.Headers.Add("Origin", Page);
            var reply = await host.SendAsync(request);
            Assert.Equal(expected, reply.Header("Access-Control-Allow-Origin"));
            Assert.Equal(expected is not null, reply.Header("Access-Control-Expose-Headers")?.Contains("X-RateLimit-Remaining", StringComparison.Ordinal) ?? false);
        }
    }

    [Theory]
    [InlineData("GET", "/video/nothing", 404)]
    [InlineData("GET", "/frames/key/e/t/picture.jpg", 404)]
    [InlineData("GET", "/video/connect", 400)]
    [InlineData("POST", "/video/call/default/cors/join", 400)]
    public async Task A_page_may_read_refusals_and_their_limits(string method, string path, int status)
    {
        await using var host = await ApiHost.StartAsync(cluster, options => options.AllowedOrigins.Add(Page));
        var request = ApiHost.Request(method, path);
        request.Headers.Add("Origin", Page);
        var reply = await host.SendAsync(request);
        Assert.Equal((status, Page), (reply.Status, reply.Header("Access-Control-Allow-Origin")));
        foreach (var header in (string[])["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"])
        {
            Assert.Contains(header, reply.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        }
    }
}
