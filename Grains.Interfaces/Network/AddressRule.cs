using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.Network;

/// <summary>
/// Which addresses this service may connect to for media, hooks and storage endpoints. Link-local and metadata addresses are always
/// refused; loopback, private and special-purpose ones (IANA registries) unless <paramref name="allow"/> lists them or <paramref name="allowPrivate"/> is set.
/// </summary>
/// <param name="allow">Networks that are allowed although they are not public (setting <c>Network:Allow</c>).</param>
/// <param name="allowPrivate">Loopback and private networks are allowed: the embedded default.</param>
/// <param name="resolve">Asks the name server; the system's resolver when it is left out.</param>
public sealed class AddressRule(
    IReadOnlyList<IPNetwork> allow, bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    // Metadata servers: Azure, Alibaba, Oracle (two), AWS and Google over IPv6; all others are link-local. 0.0.0.0 and :: reach this machine.
    private static readonly IPNetwork[] Never = Parse(
        "169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:c1::a9fe:a9fe/128", "fd00:ec2::254/128",
        "fd20:ce::254/128", "fe80::/10", "0.0.0.0/8", "::/128", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8");

    private static readonly IPNetwork[] Private = Parse("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    private static readonly IPNetwork[] Special = Parse(
        "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10");

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Whether this service may connect to the address, in whatever way it is spelt.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (IsNever(address))
        {
            return false;
        }

        var plain = Plain(address);
        if (In(allow, plain) || (allowPrivate && In(Private, plain)))
        {
            return true;
        }

        return !In(Private, plain) && !In(Special, plain)
            && (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain))
            && (EmbeddedAddress.Of(plain) is not { } embedded || Allows(embedded));
    }

    /// <summary>
    /// Resolves a host once and returns its addresses, all of them allowed. Connect to these very addresses, so that a later answer of the
    /// name server changes nothing.
    /// </summary>
    /// <exception cref="BlockedAddressException">One of the addresses is not allowed.</exception>
    /// <exception cref="SocketException">The name has no address.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        foreach (var address in addresses)
        {
            Check(host, address);
        }

        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Checks an address that a host led to, such as the peer of an open connection.</summary>
    /// <exception cref="BlockedAddressException">It is not allowed.</exception>
    public void Check(string host, IPAddress address)
    {
        if (!Allows(address))
        {
            throw new BlockedAddressException(host, address, canBeAllowed: !IsNever(address));
        }
    }

    /// <summary>Refused whatever the settings say. A scope id only makes sense for addresses of this link.</summary>
    private static bool IsNever(IPAddress address)
    {
        var plain = Plain(address);
        return (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
            || In(Never, plain)
            || (EmbeddedAddress.Of(plain) is { } embedded && In(Never, embedded));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool In(IReadOnlyList<IPNetwork> networks, IPAddress address) => networks.Any(network => network.Contains(address));

    private static IPNetwork[] Parse(params string[] networks) => [.. networks.Select(text => IPNetwork.Parse(text))];
}
