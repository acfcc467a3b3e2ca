using System.Net;
using System.Net.Sockets;
using OrleansFrames.Network;

namespace OrleansFrames.Grains.Tests.Network;

public sealed class AddressRuleTests
{
    private static readonly AddressRule Strict = new([], allowPrivate: false);
    private static readonly AddressRule Embedded = new([], allowPrivate: true);

    // Every way to say "this machine", "this network" or "the metadata server" that a URL's host can carry.
    public static TheoryData<string> HostileHosts => new(
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.255.255.254",
        "0.0.0.0", "0", "[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::]",
        "[2001:0:0:0:0:0:80ff:fffe]", "[fe80::1]", "[fe80::1%251]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "169.254.169.254",
        "[::ffff:169.254.169.254]", "168.63.129.16", "100.100.100.200", "10.0.0.1", "172.16.0.1", "192.168.0.1", "[ff02::1]",
        "255.255.255.255", "224.0.0.1", "198.18.0.1", "192.0.2.1", "[2001:db8::1]", "[5f00::1]", "[2600::5efe:10.0.0.1]", "[2600::200:5efe:7f00:1]");

    [Theory]
    [MemberData(nameof(HostileHosts))]
    public async Task ResolveAsync_HostileSpelling_IsRefused(string host)
    {
        // As the HTTP client hands it over: through the URL, without brackets.
        var name = new Uri($"http://{host}/").IdnHost;
        var blocked = await Assert.ThrowsAsync<BlockedAddressException>(() => Strict.ResolveAsync(name, CancellationToken.None));
        Assert.Contains("Network:Allow", blocked.Message, StringComparison.Ordinal);
        Assert.Contains(blocked.Address.ToString(), blocked.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2600::5efe:8.8.8.8")]
    public void Allows_PublicAddress_InEverySetting(string address)
    {
        Assert.True(Strict.Allows(IPAddress.Parse(address)));
        Assert.True(Embedded.Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    [InlineData("192.168.1.20")]
    [InlineData("fd12::1")]
    public void Allows_PrivateAddress_InTheEmbeddedDefaultOnly(string address)
    {
        Assert.False(Strict.Allows(IPAddress.Parse(address)));
        Assert.True(Embedded.Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("fe80::1")]
    [InlineData("::1%2")]
    [InlineData("::ffff:127.0.0.1%2")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("ff02::1")]
    [InlineData("255.255.255.255")]
    public void Allows_MetadataAndLinkLocal_Never(string address)
    {
        var everything = new AddressRule([IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")], allowPrivate: true);
        Assert.False(everything.Allows(IPAddress.Parse(address)));
        var blocked = Assert.Throws<BlockedAddressException>(() => everything.Check("h", IPAddress.Parse(address)));
        Assert.Contains("whatever Network:Allow says", blocked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Allows_ListedNetwork_AndNothingBesideIt()
    {
        var rule = new AddressRule([IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("100.64.1.0/24")], allowPrivate: false);
        Assert.True(rule.Allows(IPAddress.Parse("10.20.3.4")));
        Assert.True(rule.Allows(IPAddress.Parse("::ffff:10.20.3.4")));
        Assert.True(rule.Allows(IPAddress.Parse("100.64.1.9")));
        Assert.False(rule.Allows(IPAddress.Parse("10.21.0.1")));
        Assert.False(rule.Allows(IPAddress.Parse("64:ff9b::10.20.3.4")));
    }

    [Fact]
    public async Task ResolveAsync_OneOfTheAnswersIsInternal_IsRefused()
    {
        var rule = Resolving(["1.1.1.1", "127.0.0.1"]);
        var blocked = await Assert.ThrowsAsync<BlockedAddressException>(() => rule.ResolveAsync("mixed.test", CancellationToken.None));
        Assert.Equal(IPAddress.Loopback, blocked.Address);
    }

    [Fact]
    public async Task ResolveAsync_AsksOnce_AndReturnsTheseAddresses()
    {
        var asked = 0;
        var rule = new AddressRule([], false, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "1.1.1.1" : "127.0.0.1")]));
        Assert.Equal([IPAddress.Parse("1.1.1.1")], await rule.ResolveAsync("rebinding.test", CancellationToken.None));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task ResolveAsync_NameWithoutAddress_IsNotFound()
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => Resolving([]).ResolveAsync("nothing.test", CancellationToken.None));
        Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
    }

    private static AddressRule Resolving(string[] addresses)
        => new([], false, (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));
}
