using System.Buffers.Binary;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>An RTP packet (RFC 3550, 5.1), read in place.</summary>
internal readonly ref struct RtpPacket
{
    private const int FixedHeader = 12;

    public required int PayloadType { get; init; }

    public required bool Marker { get; init; }

    public required ushort Sequence { get; init; }

    public required uint Timestamp { get; init; }

    public required uint Source { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpPacket parsed)
    {
        parsed = default;
        if (packet.Length < FixedHeader || packet[0] >> 6 != 2)
        {
            return false;
        }

        var header = FixedHeader + (4 * (packet[0] & 0x0f));
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < header + 4)
            {
                return false;
            }

            header += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(header + 2)..]));
        }

        var padding = (packet[0] & 0x20) != 0 ? packet[^1] : 0;
        if (packet.Length < header + padding)
        {
            return false;
        }

        parsed = new RtpPacket
        {
            PayloadType = packet[1] & 0x7f,
            Marker = (packet[1] & 0x80) != 0,
            Sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            Source = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]),
            Payload = packet[header..^padding],
        };
        return true;
    }
}
