using System.Buffers;
using System.Buffers.Binary;
using OrleansFrames.Cameras.Video;

namespace OrleansFrames.Cameras.Rtsp;

/// <summary>Packs access units for one client: RTP (RFC 3550, RFC 6184) and sender reports, framed for the RTSP connection.</summary>
internal sealed class RtpStream(byte channel, uint source)
{
    public const int PayloadType = 96;

    private const int LargestPayload = 1380;
    private const int HeaderLength = 12;
    private const byte StapA = 24;
    private const byte FuA = 28;
    private const int SenderReportLength = 28;
    private const long NtpEpochToUnixSeconds = 2_208_988_800;

    // Close to the end, so that every client of more than a few seconds meets the wrap.
    private ushort _sequence = 65_000;
    private uint _packets;
    private uint _octets;

    public void Write(ArrayBufferWriter<byte> target, AccessUnit unit)
    {
        var time = RtpTime(unit.CapturedAt);
        var nals = unit.Nals;
        var sets = nals.TakeWhile(nal => (nal.Span[0] & 31) is 7 or 8).ToList();
        if (sets.Count > 1)
        {
            WriteAggregate(target, sets, time);
            nals = [.. nals.Skip(sets.Count)];
        }

        for (var i = 0; i < nals.Count; i++)
        {
            WriteNal(target, nals[i].Span, time, isLast: i == nals.Count - 1);
        }
    }

    public void WriteSenderReport(ArrayBufferWriter<byte> target, DateTimeOffset now)
    {
        var report = Frame(target, (byte)(channel + 1), SenderReportLength);
        var ticks = now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        BinaryPrimitives.WriteUInt32BigEndian(report, 0x80C80006);
        BinaryPrimitives.WriteUInt32BigEndian(report[4..], source);
        BinaryPrimitives.WriteUInt32BigEndian(report[8..], (uint)((ticks / TimeSpan.TicksPerSecond) + NtpEpochToUnixSeconds));
        BinaryPrimitives.WriteUInt32BigEndian(report[12..], (uint)((ticks % TimeSpan.TicksPerSecond << 32) / TimeSpan.TicksPerSecond));
        BinaryPrimitives.WriteUInt32BigEndian(report[16..], RtpTime(now));
        BinaryPrimitives.WriteUInt32BigEndian(report[20..], _packets);
        BinaryPrimitives.WriteUInt32BigEndian(report[24..], _octets);
    }

    // 90 kHz, from the clock that also fills the sender reports.
    private static uint RtpTime(DateTimeOffset time) => unchecked((uint)((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 9 / 1000));

    private void WriteAggregate(ArrayBufferWriter<byte> target, List<ReadOnlyMemory<byte>> nals, uint time)
    {
        var payload = Packet(target, 1 + nals.Sum(nal => 2 + nal.Length), time, isLast: false);
        payload[0] = 0x60 | StapA;
        payload = payload[1..];
        foreach (var nal in nals)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)nal.Length);
            nal.Span.CopyTo(payload[2..]);
            payload = payload[(2 + nal.Length)..];
        }
    }

    private void WriteNal(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> nal, uint time, bool isLast)
    {
        if (nal.Length <= LargestPayload)
        {
            nal.CopyTo(Packet(target, nal.Length, time, isLast));
            return;
        }

        for (var offset = 1; offset < nal.Length;)
        {
            var part = nal[offset..Math.Min(nal.Length, offset + LargestPayload - 2)];
            var (isStart, isEnd) = (offset == 1, offset + part.Length == nal.Length);
            var payload = Packet(target, 2 + part.Length, time, isLast && isEnd);
            payload[0] = (byte)((nal[0] & 0xE0) | FuA);
            payload[1] = (byte)((isStart ? 0x80 : 0) | (isEnd ? 0x40 : 0) | (nal[0] & 31));
            part.CopyTo(payload[2..]);
            offset += part.Length;
        }
    }

    private Span<byte> Packet(ArrayBufferWriter<byte> target, int payload, uint time, bool isLast)
    {
        var packet = Frame(target, channel, HeaderLength + payload);
        packet[0] = 0x80;
        packet[1] = (byte)(PayloadType | (isLast ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], time);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], source);
        _packets++;
        _octets += (uint)payload;
        return packet[HeaderLength..];
    }

    private static Span<byte> Frame(ArrayBufferWriter<byte> target, byte channel, int length)
    {
        var frame = target.GetSpan(4 + length)[..(4 + length)];
        target.Advance(4 + length);
        frame[0] = (byte)'$';
        frame[1] = channel;
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)length);
        return frame[4..];
    }
}
