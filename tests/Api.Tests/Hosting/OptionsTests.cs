using Microsoft.Extensions.Options;

namespace OrleansFrames.Api.Tests.Hosting;

[Collection(ApiSuite.Name)]
public sealed class OptionsTests(ApiCluster cluster)
{
    [Fact]
    public async Task A_bad_setting_stops_the_start_and_all_are_named()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(cluster, options =>
        {
            options.RequestsPerMinute = 0;
            options.HealthCheckSeconds = 31;
            options.EventPollMilliseconds = 9;
            options.MaxBodyBytes = 1;
            options.AllowedOrigins.Add("page.example");
            options.AllowedOrigins.Add("http://page.example/path");
        }));
        foreach (var name in (string[])["RequestsPerMinute", "HealthCheckSeconds", "EventPollMilliseconds", "MaxBodyBytes", "'page.example'", "'http://page.example/path'"])
        {
            Assert.Contains(refused.Failures, failure => failure.Contains(name, StringComparison.Ordinal));
        }
    }
}
