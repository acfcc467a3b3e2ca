using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Operations;

[Collection(ApiSuite.Name)]
public sealed class CorsTests(ApiCluster cluster)
{
    private const string Page = "http://page.example:3000";

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
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,stream-auth-type,x-stream-client,x-client-request-id");
        var answer = await host.SendAsync(preflight);
        Assert.Equal(expected, answer.Header("Access-Control-Allow-Origin"));
        if (expected is not null)
        {
            Assert.Equal(204, answer.Status);
            Assert.Contains("PATCH", answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
            foreach (var header in (string[])["authorization", "stream-auth-type", "x-stream-client", "x-client-request-id"])
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
}
