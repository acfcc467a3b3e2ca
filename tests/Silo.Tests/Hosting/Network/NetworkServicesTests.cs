using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansFrames.Network;
using OrleansFrames.Silo.Tests.Sinks;

namespace OrleansFrames.Silo.Tests.Hosting.Network;

public sealed class NetworkServicesTests
{
    [Fact]
    public async Task AddNetworkRule_NoSettings_AllowsPrivateButNotMetadata()
    {
        await using var provider = SinkSetup.Build();
        var rule = provider.GetRequiredService<AddressRule>();
        Assert.True(rule.Allows(IPAddress.Loopback));
        Assert.False(rule.Allows(IPAddress.Parse("169.254.169.254")));
        Assert.False(rule.Allows(IPAddress.Parse("100.64.0.1")));
    }

    [Fact]
    public async Task AddNetworkRule_Settings_AreFollowed()
    {
        await using var provider = SinkSetup.Build(settings: new() { ["Network:AllowPrivate"] = "false", ["Network:Allow:0"] = "10.20.0.0/16" });
        var rule = provider.GetRequiredService<AddressRule>();
        Assert.False(rule.Allows(IPAddress.Loopback));
        Assert.True(rule.Allows(IPAddress.Parse("10.20.1.1")));
    }

    [Fact]
    public async Task AddNetworkRule_BadNetworks_AreAllNamed()
    {
        await using var provider = SinkSetup.Build(settings: new() { ["Network:Allow:0"] = "10.20.0.0", ["Network:Allow:1"] = "10.0.0.0/8", ["Network:Allow:2"] = "x" });
        var error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<AddressRule>);
        Assert.Collection(
            error.Failures,
            first => Assert.StartsWith("Network:Allow[0]: '10.20.0.0'", first, StringComparison.Ordinal),
            second => Assert.StartsWith("Network:Allow[2]: 'x'", second, StringComparison.Ordinal));
    }
}
