using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.Network;

/// <summary>The IPv4 address that an IPv6 address leads to through a translator or a tunnel.</summary>
internal static class EmbeddedAddress
{
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork LocalNat64 = IPNetwork.Parse("64:ff9b:1::/48");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");

    public static IPAddress? Of(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.Equals(IPAddress.IPv6Loopback) || address.Equals(IPAddress.IPv6Any))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        if (Compatible.Contains(address) || Nat64.Contains(address) || LocalNat64.Contains(address) || IsIsatap(bytes))
        {
            return new IPAddress(bytes.AsSpan(12));
        }

        if (SixToFour.Contains(address))
        {
            return new IPAddress(bytes.AsSpan(2, 4));
        }

        // Teredo hides the client's address by inverting its bits.
        return Teredo.Contains(address) ? new IPAddress([.. bytes.Skip(12).Select(b => (byte)~b)]) : null;
    }

    /// <summary>RFC 5214: interface id <c>[02]00:5efe</c> and the IPv4 address.</summary>
    private static bool IsIsatap(byte[] bytes) => bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
}
