using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Udp;

/// <summary>A port of this machine on which one sender is heard: the first whose address the rule allows. What others send is dropped.</summary>
internal sealed class UdpReceiver : IDisposable
{
    // A jumbo frame. Transport streams are sent in 1,316 bytes.
    public const int LongestDatagram = 9 * 1024;

    // Half a second of a high rate, as far as the system allows.
    private const int SystemBuffer = 1024 * 1024;

    // Whoever sends here without being heard must not keep the reader busy.
    private const int MostAtOnce = 1024;

    private static readonly IPEndPoint AnyOf4 = new(IPAddress.Any, 0);
    private static readonly IPEndPoint AnyOf6 = new(IPAddress.IPv6Any, 0);

    private readonly Socket _socket;
    private readonly AddressRule _rule;
    private readonly SocketAddress _from;
    private SocketAddress? _known;
    private IPAddress? _sender;

    private UdpReceiver(Socket socket, AddressRule rule)
    {
        (_socket, _rule) = (socket, rule);
        _from = new SocketAddress(socket.AddressFamily);
    }

    /// <summary>Somebody sent who may not; null when nobody did.</summary>
    public IPAddress? Blocked { get; private set; }

    /// <exception cref="SourceException">The port cannot be listened on.</exception>
    public static UdpReceiver Open(UdpUrl url, RtpPorts ports, AddressRule rule)
    {
        var address = Place(url, ports);
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = SystemBuffer };
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            if (url.IsMulticast)
            {
                // Several tracks may listen to one group. Bound to its address, the port hears of no other.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }

            socket.Bind(new IPEndPoint(address, url.Port));
            Join(socket, url);
            return new UdpReceiver(socket, rule);
        }
        catch (SocketException failed)
        {
            socket.Dispose();
            throw failed.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new SourceException(
                    FailureReason.Refused, $"UDP port {url.Port} of this machine is taken; only one track can listen on it"),
                SocketError.AddressNotAvailable => new SourceException(
                    FailureReason.Unsupported, $"{address} is neither an address of this machine nor a multicast group; use udp://@:{url.Port}"),
                _ => new SourceException(FailureReason.Unsupported, $"UDP port {url.Port} cannot be listened on ({failed.SocketErrorCode})"),
            };
        }
    }

    /// <summary>The next datagram that has come; 0 when there is none.</summary>
    public int Receive(Span<byte> buffer)
    {
        for (var each = 0; each < MostAtOnce && _socket.Available > 0; each++)
        {
            var length = Take(buffer);
            if (length > 0 && IsHeard())
            {
                return length;
            }
        }

        return 0;
    }

    public void Dispose() => _socket.Dispose();

    private static IPAddress Place(UdpUrl url, RtpPorts ports)
    {
        if (!ports.Contains(url.Port))
        {
            throw new SourceException(
                FailureReason.Refused, $"UDP port {url.Port} is outside of those that may be listened on, {ports.First} to {ports.Last} (setting CaptureWorker:RtpPorts)");
        }

        var isAnywhere = ports.Address.Equals(IPAddress.Any) || ports.Address.Equals(IPAddress.IPv6Any);
        return url.Address is not { } address ? ports.Address
            : isAnywhere || url.IsMulticast || address.Equals(ports.Address) ? address
            : throw new SourceException(
                FailureReason.Unsupported, $"this service listens at {ports.Address} only (setting CaptureWorker:RtpAddress); use udp://@:{url.Port}");
    }

    private static void Join(Socket socket, UdpUrl url)
    {
        if (!url.IsMulticast)
        {
            return;
        }

        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(url.Address!));
        }
        else
        {
            socket.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(url.Address!, url.Interface ?? IPAddress.Any));
        }
    }

    private int Take(Span<byte> buffer)
    {
        try
        {
            return _socket.ReceiveFrom(buffer, SocketFlags.None, _from);
        }
        catch (SocketException nothing) when (nothing.SocketErrorCode is SocketError.WouldBlock or SocketError.MessageSize)
        {
            return 0;
        }
    }

    private bool IsHeard()
    {
        if (_known is { } known && known.Equals(_from))
        {
            return true;
        }

        var from = ((IPEndPoint)(_from.Family == AddressFamily.InterNetworkV6 ? AnyOf6 : AnyOf4).Create(_from)).Address;
        if (_sender is null && _rule.Allows(from))
        {
            _sender = from;
        }

        // The sender may begin anew from another port of its.
        if (!from.Equals(_sender))
        {
            Blocked ??= _sender is null ? from : null;
            return false;
        }

        _known = new SocketAddress(_from.Family, _from.Size);
        _from.Buffer[.._from.Size].CopyTo(_known.Buffer);
        return true;
    }
}
