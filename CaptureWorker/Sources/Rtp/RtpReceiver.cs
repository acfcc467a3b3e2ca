using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// Receives one RTP stream over UDP: of one sender, one stream (SSRC) and one payload type at a time, in order, each packet once.
/// Everything happens on the pump's thread until <see cref="Dispose"/>, which closes the sockets.
/// </summary>
/// <param name="sockets">Become this receiver's.</param>
/// <param name="payloadType">What the stream's packets bear; others are not part of it.</param>
internal sealed class RtpReceiver(
    RtpSockets sockets, SenderLock senders, int payloadType, IRtpConsumer consumer, UdpPump pump, TimeProvider time) : IDatagramHandler, IDisposable
{
    // Another stream takes over once the present one is silent: two that come together would only break each other.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    private readonly PacketOrder _order = new(consumer, time);
    private uint? _source;

    public RtpSockets Sockets => sockets;

    public SenderLock Senders => senders;

    public ReceptionStatistics Statistics { get; } = new();

    /// <summary>Where the sender's control packets come from; null while none came. Some show that once only, when they begin to send.</summary>
    public UdpPeer? ControlPeer { get; set; }

    /// <summary>Timestamp of the newest packet of the stream; 0 before the first.</summary>
    public long LastPacket { get; private set; }

    /// <summary>The newest payload type that is not the stream's; null while none came.</summary>
    public int? OtherPayloadType { get; private set; }

    /// <summary>Begins to receive.</summary>
    public void Start()
    {
        pump.Add(sockets.Media, this);
        if (sockets.Control is { } control)
        {
            pump.Add(control, new ControlHandler(this));
        }
    }

    /// <summary>Sends a control packet to the stream's sender; nothing happens before that is known.</summary>
    public void SendControl(ReadOnlySpan<byte> packet)
    {
        if (senders.Peer is { } peer)
        {
            SendControl(packet, new IPEndPoint(peer.Ip, ControlPortOf(peer)));
        }
    }

    public void SendControl(ReadOnlySpan<byte> packet, IPEndPoint to) => Send(sockets.Control ?? sockets.Media, packet, to);

    /// <summary>Sends from the port of the media.</summary>
    public void SendMedia(ReadOnlySpan<byte> packet, IPEndPoint to) => Send(sockets.Media, packet, to);

    void IDatagramHandler.Receive(ReadOnlySpan<byte> datagram, in UdpPeer sender, Moment arrival)
    {
        if (RtcpPacket.IsRtcp(datagram))
        {
            TakeControl(datagram, sender, arrival);
        }
        else if (!RtpPacket.TryParse(datagram, out var packet))
        {
            return;
        }
        else if (packet.PayloadType != payloadType)
        {
            OtherPayloadType = packet.PayloadType;
        }
        else if (senders.Takes(sender, arrival) && Belongs(packet, arrival))
        {
            LastPacket = arrival.Timestamp;
            Statistics.Add(packet.Sequence);
            _order.Add(datagram, packet.Sequence, arrival);
        }
    }

    void IDatagramHandler.Rest(Moment now)
    {
        _order.Rest(now);
        consumer.Rest(now);
    }

    void IDatagramHandler.Fail(Exception failed) => consumer.Fail(failed);

    public void Dispose()
    {
        pump.Remove(sockets.Media);
        if (sockets.Control is { } control)
        {
            pump.Remove(control);
        }

        _order.Dispose();
        sockets.Dispose();
    }

    /// <summary>That of the media (RFC 5761), else the one that control came from, else the one that the standard means (RFC 3550, 11).</summary>
    private int ControlPortOf(in UdpPeer peer) =>
        sockets.Control is null ? peer.Port
        : ControlPeer is { } known && known.Address == peer.Address ? known.Port
        : Math.Min(peer.Port + 1, IPEndPoint.MaxPort);

    private static void Send(Socket socket, ReadOnlySpan<byte> packet, IPEndPoint to)
    {
        try
        {
            socket.SendTo(packet, to);
        }
        catch (SocketException)
        {
            // A sender that takes no control packets may send media all the same.
        }
    }

    private void TakeControl(ReadOnlySpan<byte> datagram, in UdpPeer sender, Moment arrival)
    {
        if (!senders.TakesControl(sender))
        {
            return;
        }

        // Whatever it is: some servers send something only to be answered at that port.
        ControlPeer = sender;
        if (RtcpPacket.IsRtcp(datagram))
        {
            consumer.TakeControl(datagram, arrival);
        }
    }

    private bool Belongs(in RtpPacket packet, Moment arrival)
    {
        if (packet.Source == _source)
        {
            return true;
        }

        if (_source is not null && time.GetElapsedTime(LastPacket, arrival.Timestamp) < Silence)
        {
            return false;
        }

        _source = packet.Source;
        _order.Clear();
        Statistics.Begin(packet.Source);
        return true;
    }

    /// <summary>Takes what comes on the control port.</summary>
    private sealed class ControlHandler(RtpReceiver receiver) : IDatagramHandler
    {
        public void Receive(ReadOnlySpan<byte> datagram, in UdpPeer sender, Moment arrival)
        {
            receiver.TakeControl(datagram, sender, arrival);
        }

        public void Rest(Moment now)
        {
        }

        public void Fail(Exception failed) => ((IDatagramHandler)receiver).Fail(failed);
    }
}
