using System.Buffers.Binary;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>Makes interleaved RTP packets of NAL units (RFC 6184, mode 1): single units and fragments.</summary>
internal sealed class RtpPacketizer(int packetSize)
{
    public const uint Source = 1234;

    private const int Header = 12;

    public ushort Sequence { get; set; }

    public List<byte[]> Packets(byte[][] picture, uint timestamp)
    {
        var payloads = picture.SelectMany(Payloads).ToList();
        return [.. payloads.Select((payload, index) => Interleaved(Packet(payload, timestamp, index == payloads.Count - 1)))];
    }

    /// <summary>One RTP packet, without the interleaving header.</summary>
    public byte[] Packet(byte[] payload, uint timestamp, bool marker, int payloadType = 96)
    {
        var packet = new byte[Header + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), Source);
        payload.CopyTo(packet, Header);
        return packet;
    }

    /// <summary>A packet of another hand at its place in this stream, interleaved.</summary>
    public byte[] Renumbered(byte[] packet, uint timestamp)
    {
        byte[] copy = [.. packet];
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(2), Sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(4), timestamp);
        return Interleaved(copy);
    }

    public IEnumerable<byte[]> Payloads(byte[] nal)
    {
        if (nal.Length <= packetSize)
        {
            yield return nal;
            yield break;
        }

        for (var at = 1; at < nal.Length; at += packetSize)
        {
            var part = nal[at..Math.Min(nal.Length, at + packetSize)];
            var start = at == 1 ? 0x80 : 0;
            var end = at + packetSize >= nal.Length ? 0x40 : 0;
            yield return [(byte)((nal[0] & 0xe0) | 28), (byte)((nal[0] & 0x1f) | start | end), .. part];
        }
    }

    private static byte[] Interleaved(byte[] packet) => [(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet];
}
