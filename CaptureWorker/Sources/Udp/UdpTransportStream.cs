using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Ts;

namespace OrleansFrames.CaptureWorker.Sources.Udp;

/// <summary>Transport stream packets, alone in datagrams or in RTP packets (RFC 2250), which are put in order again.</summary>
internal sealed class UdpTransportStream(UdpReceiver receiver, bool isRtp) : ITransportStream
{
    private const int Packet = 188;
    private const byte Sync = 0x47;

    private readonly byte[] _datagram = new byte[UdpReceiver.LongestDatagram];
    private readonly RtpOrder _order = new();
    private bool _isForeign;

    /// <summary>Why nothing came of it so far, when its time is over.</summary>
    public SourceFault Silence(UdpUrl url, TimeSpan limit) => receiver.Blocked is { } blocked
        ? SourceFault.Failed(
            FailureReason.BlockedAddress,
            $"only {blocked} sent to UDP port {url.Port}, an address that is not allowed; list its network in the setting Network:Allow")
        : _isForeign
            ? SourceFault.Failed(
                FailureReason.Unsupported,
                $"what comes to UDP port {url.Port} is no MPEG transport stream{(isRtp ? " in RTP packets" : "; if it is one in RTP packets, use rtp://")}")
            : SourceFault.Failed(FailureReason.Timeout, $"nothing came to UDP port {url.Port} within {limit.TotalSeconds:0.#} s");

    public int Read(Span<byte> buffer)
    {
        var filled = 0;
        while (buffer.Length - filled >= UdpReceiver.LongestDatagram)
        {
            if (_order.TryTake(buffer[filled..], out var ordered))
            {
                filled += ordered;
                continue;
            }

            var length = receiver.Receive(_datagram);
            if (length == 0)
            {
                break;
            }

            filled += Take(_datagram.AsSpan(0, length), buffer[filled..]);
        }

        return filled;
    }

    private int Take(ReadOnlySpan<byte> datagram, Span<byte> buffer)
    {
        if (!isRtp)
        {
            return IsTransport(datagram) ? Copy(datagram, buffer) : 0;
        }

        if (RtpPacket.TryParse(datagram, out var packet) && IsTransport(packet.Payload))
        {
            _order.Put(packet.Source, packet.Sequence, packet.Payload);
        }
        else
        {
            _isForeign = true;
        }

        return 0;
    }

    private bool IsTransport(ReadOnlySpan<byte> bytes)
    {
        var isTransport = bytes.Length >= Packet && bytes.Length % Packet == 0 && bytes[0] == Sync;
        _isForeign |= !isTransport;
        return isTransport;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}
