using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.Network;

/// <summary>
/// Which addresses this service may connect to for media, hooks and storage endpoints. Link-local and metadata addresses are always
/// refused; loopback, private and special-purpose ones (IANA registries) unless <paramref name="allow"/> lists them or <paramref name="allowPrivate"/> is set.
/// </summary>
/// <param name="allow">Networks that are allowed although they are not public (setting <c>Network:Allow</c>).</param>
/// <param name="allowPrivate">Loopback and private networks are allowed: the embedded default.</param>
public sealed class AddressRule(IReadOnlyList<IPNetwork> allow, bool allowPrivate)
{
    private static readonly IPNetwork[] Never = Parse("169.254.0.0/16", "168.63.129.16/32", "fe80::/10", "fd00:ec2::254/128", "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8");

    private static readonly IPNetwork[] Private = Parse("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    private static readonly IPNetwork[] Special = Parse(
        "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10");

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (In(Never, plain) || (plain.AddressFamily == AddressFamily.InterNetworkV6 && plain.ScopeId != 0))
        {
            return false;
        }

        if (In(allow, plain) || (allowPrivate && In(Private, plain)))
        {
            return true;
        }

        return !In(Private, plain) && !In(Special, plain)
            && (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain));
    }

    /// <summary>
    /// Resolves a host once and returns its addresses, all of them allowed. Connect to these very addresses, so that a later answer of the
    /// name server changes nothing.
    /// </summary>
    /// <exception cref="BlockedAddressException">One of the addresses is not allowed.</exception>
    /// <exception cref="SocketException">The name has no address.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        foreach (var address in addresses)
        {
            if (!Allows(address))
            {
                throw new BlockedAddressException(host, address);
            }
        }

        return addresses;
    }

    private static bool In(IReadOnlyList<IPNetwork> networks, IPAddress address) => networks.Any(network => network.Contains(address));

    private static IPNetwork[] Parse(params string[] networks) => [.. networks.Select(text => IPNetwork.Parse(text))];
}
