using System.Buffers.Binary;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>RTCP (RFC 3550, 6): packets that come several at a time, one behind the other.</summary>
internal static class RtcpPacket
{
    private const int Header = 4;
    private const int SenderReportType = 200;
    private const int FirstType = 192;
    private const int LastType = 223;

    /// <summary>Whether a datagram is RTCP where RTP comes on the same port (RFC 5761, 4).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> packet) => packet.Length >= Header && packet[0] >> 6 == 2 && packet[1] is >= FirstType and <= LastType;

    /// <summary>Finds the report of a sender, or of any; false when there is none, or it knows no wall clock.</summary>
    public static bool TryFindSenderReport(ReadOnlySpan<byte> compound, uint? source, out SenderReport report)
    {
        for (; compound.Length >= Header && compound[0] >> 6 == 2; compound = compound[Length(compound)..])
        {
            if (Length(compound) > compound.Length)
            {
                break;
            }

            if (compound[1] == SenderReportType && Length(compound) >= 28 && BinaryPrimitives.ReadUInt32BigEndian(compound[4..]) is var sender
                && (source is null || source == sender))
            {
                var clock = BinaryPrimitives.ReadUInt64BigEndian(compound[8..]);
                report = new SenderReport(sender, TimeSpan.FromTicks(Ticks(clock)), BinaryPrimitives.ReadUInt32BigEndian(compound[16..]));
                return clock != 0;
            }
        }

        report = default;
        return false;
    }

    private static int Length(ReadOnlySpan<byte> packet) => Header + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));

    // Seconds in the upper half, their fraction in the lower.
    private static long Ticks(ulong clock) =>
        ((long)(clock >> 32) * TimeSpan.TicksPerSecond) + (long)(((clock & uint.MaxValue) * TimeSpan.TicksPerSecond) >> 32);
}
