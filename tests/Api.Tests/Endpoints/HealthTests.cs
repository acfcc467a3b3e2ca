using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class HealthTests(ApiCluster cluster)
{
    [Fact]
    public async Task Healthz_answers_without_key_or_token()
    {
        await using var host = await ApiHost.StartAsync(cluster);
        Assert.Equal(200, (await host.SendAsync(new(HttpMethod.Get, "/healthz"))).Status);
    }

    [Fact]
    public async Task Readyz_asks_an_apps_grain_where_nothing_is_registered()
    {
        await using var host = await ApiHost.StartAsync(cluster);
        Assert.Equal(200, (await host.SendAsync(new(HttpMethod.Get, "/readyz"))).Status);
        host.Apps.Clear();
        host.Apps.Set("unready", FakeApps.Secret);
        cluster.Script.Fail("app/unready", () => new TimeoutException("secret detail"));
        var reply = await host.SendAsync(new(HttpMethod.Get, "/readyz"));
        Assert.Equal(503, reply.Status);
        Assert.DoesNotContain("secret detail", reply.Text, StringComparison.Ordinal);
        host.Apps.Clear();
        Assert.Equal(503, (await host.SendAsync(new(HttpMethod.Get, "/readyz"))).Status);
    }

    [Fact]
    public async Task Readyz_says_what_is_missing()
    {
        await using var host = await ApiHost.StartAsync(cluster, services: services => services
            .AddSingleton<IReadiness>(new Check(null))
            .AddSingleton<IReadiness>(new Check("the ledger does not answer")));
        var reply = await host.SendAsync(new(HttpMethod.Get, "/readyz"));
        Assert.Equal(503, reply.Status);
        Assert.Contains("the ledger does not answer", reply.Text, StringComparison.Ordinal);
    }

    private sealed class Check(string? reason) : IReadiness
    {
        public ValueTask<string?> WhyNotReadyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(reason);
    }
}
