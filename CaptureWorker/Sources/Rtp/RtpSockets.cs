using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>The sockets of one stream: for media, and one for control where that has its own port.</summary>
internal sealed class RtpSockets : IDisposable
{
    // A key frame comes in one burst.
    private const int ReceiveBuffer = 2 * 1024 * 1024;
    private const int MostTries = 100;

    // Of Linux: a receive buffer above net.core.rmem_max, for a process that may (CAP_NET_ADMIN).
    private const int SocketLevel = 1;
    private const int ForcedReceiveBuffer = 33;

    private RtpSockets(Socket media, Socket? control) => (Media, Control) = (media, control);

    public Socket Media { get; }

    /// <summary>Null when control comes on the port of the media (RFC 5761).</summary>
    public Socket? Control { get; }

    public int MediaPort => PortOf(Media);

    public int ControlPort => PortOf(Control ?? Media);

    /// <param name="port">0 for any.</param>
    /// <param name="controlPort">0 for any; null when control comes on the port of the media.</param>
    /// <exception cref="SourceException">A port is taken, or the address is none of this machine's.</exception>
    public static RtpSockets Open(IPAddress address, int port, int? controlPort)
    {
        var media = Bind(address, port);
        try
        {
            return new RtpSockets(media, controlPort is { } other ? Bind(address, other) : null);
        }
        catch
        {
            media.Dispose();
            throw;
        }
    }

    /// <summary>An even port that is free, and the one after it (RFC 3550, 11).</summary>
    /// <param name="address">This machine's, as the sender sees it.</param>
    /// <exception cref="SourceException">None was found.</exception>
    public static RtpSockets OpenPair(IPAddress address, RtpPorts ports)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var port = Random.Shared.Next(ports.First, ports.Last) & ~1;
            try
            {
                if (ports.Contains(port) && ports.Contains(port + 1))
                {
                    return Open(address, port, port + 1);
                }
            }
            catch (SourceException) when (tries < MostTries - 1)
            {
                // Taken; another one may be free.
            }
        }

        throw new SourceException(FailureReason.Refused, $"no pair of ports between {ports.First} and {ports.Last} is free to receive RTP");
    }

    public void Dispose()
    {
        Media.Dispose();
        Control?.Dispose();
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            SetBuffer(socket);
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException failed)
        {
            socket.Dispose();
            throw new SourceException(FailureReason.Refused, failed.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"UDP port {port} of this machine is already taken, by another track or another program; give another port",
                SocketError.AddressNotAvailable => $"{address} is no address of this machine; RTP cannot be received there",
                _ => $"UDP port {port} cannot be opened ({failed.SocketErrorCode})",
            });
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void SetBuffer(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(SocketLevel, ForcedReceiveBuffer, BitConverter.GetBytes(ReceiveBuffer));
        }
        catch (SocketException)
        {
            socket.ReceiveBufferSize = ReceiveBuffer;
        }
    }
}
