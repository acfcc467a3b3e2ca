using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Udp;

/// <summary>Where to listen for datagrams: <c>udp://@:5004</c>, <c>udp://@192.0.2.1:5004</c>, <c>udp://@239.0.0.1:5004?localaddr=192.0.2.1</c>, and the same with <c>rtp</c>.</summary>
/// <param name="Address">Of this machine, or of a multicast group; null when the URL has none.</param>
/// <param name="Port">Of this machine.</param>
/// <param name="Interface">Address of the network interface on which to join the group; null for the system's choice.</param>
/// <param name="IsRtp">The transport stream lies in RTP packets.</param>
internal sealed record UdpUrl(IPAddress? Address, int Port, IPAddress? Interface, bool IsRtp)
{
    private const string InterfaceOption = "localaddr=";

    public bool IsMulticast => Address is { } address && (address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6Multicast
        : address.GetAddressBytes()[0] is >= 224 and <= 239);

    /// <exception cref="SourceException">It cannot be read.</exception>
    public static UdpUrl Parse(string text)
    {
        // Both ways to write "any address", which Uri takes for a missing host.
        var plain = text.Replace("://@", "://", StringComparison.Ordinal).Replace("://:", "://0.0.0.0:", StringComparison.Ordinal);
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var url) || !IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) || url.Port <= 0 || url.UserInfo.Length > 0)
        {
            throw new SourceException(FailureReason.Unsupported, "the URL cannot be read; use udp://@:port to listen, or udp://@group:port with a multicast group's address");
        }

        var option = url.Query.TrimStart('?').Split('&').FirstOrDefault(each => each.StartsWith(InterfaceOption, StringComparison.Ordinal));
        IPAddress? local = null;
        if (option is not null && !IPAddress.TryParse(option[InterfaceOption.Length..], out local))
        {
            throw new SourceException(FailureReason.Unsupported, "the URL's localaddr is no address");
        }

        return new UdpUrl(address.Equals(IPAddress.Any) ? null : address, url.Port, local, url.Scheme == "rtp");
    }
}
