using System.Buffers.Binary;
using System.Text;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>RTCP (RFC 3550, 6): packets that come several at a time, one behind the other.</summary>
internal static class RtcpPacket
{
    private const int Header = 4;
    private const int SenderReportType = 200;
    private const int ReceiverReportType = 201;
    private const int SourceDescriptionType = 202;
    private const int FirstType = 192;
    private const int LastType = 223;
    private const byte CanonicalName = 1;

    private static readonly byte[] OwnName = Encoding.ASCII.GetBytes("orleansframes");

    /// <summary>Length of <see cref="WriteReceiverReport"/> in bytes.</summary>
    public const int ReceiverReportLength = 8 + 24;

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

    /// <summary>
    /// Writes a report that says only that somebody receives (6.4.2, without blocks), and who (6.5). Loss and jitter are not told: packets are
    /// read a handful at a time, and a sender would slow down for a jitter that is not the network's.
    /// </summary>
    /// <param name="to">At least <see cref="ReceiverReportLength"/> bytes.</param>
    /// <param name="self">Our own source number.</param>
    public static void WriteReceiverReport(Span<byte> to, uint self)
    {
        to[..ReceiverReportLength].Clear();
        WriteHeader(to, 0, ReceiverReportType, 8, self);
        var description = to[8..ReceiverReportLength];
        WriteHeader(description, 1, SourceDescriptionType, description.Length, self);
        description[8] = CanonicalName;
        description[9] = (byte)OwnName.Length;
        OwnName.CopyTo(description[10..]);
    }

    private static void WriteHeader(Span<byte> to, int count, byte type, int length, uint self)
    {
        to[0] = (byte)(0x80 | count);
        to[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], self);
    }

    private static int Length(ReadOnlySpan<byte> packet) => Header + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));

    // Seconds in the upper half, their fraction in the lower.
    private static long Ticks(ulong clock) =>
        ((long)(clock >> 32) * TimeSpan.TicksPerSecond) + (long)(((clock & uint.MaxValue) * TimeSpan.TicksPerSecond) >> 32);
}
