using System.Buffers;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Ts;

namespace OrleansFrames.CaptureWorker.Sources.Udp;

/// <summary>Transport stream packets, alone in datagrams or in RTP packets (RFC 2250), which are put in order again.</summary>
internal sealed class UdpTransportStream : ITransportStream, IRtpConsumer, IDisposable
{
    private const int Packet = 188;
    private const byte Sync = 0x47;
    private const int Enough = 32 * 1024;

    private readonly UdpReceiver _receiver;
    private readonly bool _isRtp;
    private readonly TimeProvider _time;
    private readonly PacketOrder _order;
    private readonly byte[] _datagram = new byte[UdpReceiver.LongestDatagram];
    private readonly ArrayBufferWriter<byte> _ready = new(UdpReceiver.LongestDatagram);
    private int _taken;
    private uint? _source;
    private bool _isForeign;

    public UdpTransportStream(UdpReceiver receiver, bool isRtp, TimeProvider time)
    {
        (_receiver, _isRtp, _time) = (receiver, isRtp, time);
        _order = new PacketOrder(this, time);
    }

    /// <summary>Why nothing came of it so far, when its time is over.</summary>
    public SourceFault Silence(UdpUrl url, TimeSpan limit) => _receiver.Blocked is { } blocked
        ? SourceFault.Failed(
            FailureReason.BlockedAddress,
            $"only {blocked} sent to UDP port {url.Port}, an address that is not allowed; list its network in the setting Network:Allow")
        : _isForeign
            ? SourceFault.Failed(
                FailureReason.Unsupported,
                $"what comes to UDP port {url.Port} is no MPEG transport stream{(_isRtp ? " in RTP packets" : "; if it is one in RTP packets, use rtp://")}")
            : SourceFault.Failed(FailureReason.Timeout, $"nothing came to UDP port {url.Port} within {limit.TotalSeconds:0.#} s");

    public int Read(Span<byte> buffer)
    {
        int length;
        while (_ready.WrittenCount < Enough && (length = _receiver.Receive(_datagram)) > 0)
        {
            Take(_datagram.AsSpan(0, length));
        }

        _order.Rest(Moment.Now(_time));
        var rest = _ready.WrittenSpan[_taken..];
        var part = rest[..Math.Min(rest.Length, buffer.Length)];
        part.CopyTo(buffer);
        _taken += part.Length;
        if (_taken == _ready.WrittenCount)
        {
            _ready.ResetWrittenCount();
            _taken = 0;
        }

        return part.Length;
    }

    void IRtpConsumer.Take(ReadOnlySpan<byte> packet, Moment arrival)
    {
        if (RtpPacket.TryParse(packet, out var parsed))
        {
            _ready.Write(parsed.Payload);
        }
    }

    // Of the sorting, only packets come here.
    void IRtpConsumer.TakeControl(ReadOnlySpan<byte> control, Moment arrival)
    {
    }

    void IRtpConsumer.Rest(Moment now)
    {
    }

    void IRtpConsumer.Fail(Exception failed)
    {
    }

    public void Dispose() => _order.Dispose();

    private void Take(ReadOnlySpan<byte> datagram)
    {
        if (!_isRtp && IsTransport(datagram))
        {
            _ready.Write(datagram);
        }
        else if (_isRtp && RtpPacket.TryParse(datagram, out var packet) && IsTransport(packet.Payload))
        {
            if (_source != packet.Source)
            {
                // Another stream counts its packets anew.
                _order.Clear();
                _source = packet.Source;
            }

            _order.Add(datagram, packet.Sequence, Moment.Now(_time));
        }
        else
        {
            _isForeign = true;
        }
    }

    private static bool IsTransport(ReadOnlySpan<byte> bytes) => bytes.Length >= Packet && bytes.Length % Packet == 0 && bytes[0] == Sync;
}
