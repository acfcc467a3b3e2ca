using System.Buffers.Binary;
using System.Text;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// Writes what a receiver tells a sender: compound packets of a report (RFC 3550, 6.4.2), a name (6.5) and, where one is needed, the request
/// for a key frame (PLI, RFC 4585, 6.3.1; FIR, RFC 5104, 4.3.1). Estimates of the bandwidth (REMB, transport-cc) are not: nobody sees the video,
/// and the sender may go on as it does.
/// </summary>
/// <param name="self">Our own source number.</param>
internal sealed class RtcpFeedback(uint self)
{
    /// <summary>No packet is longer, in bytes.</summary>
    public const int Longest = 128;

    public uint Self => self;

    private const byte ReceiverReport = 201;
    private const byte SourceDescription = 202;
    private const byte PayloadFeedback = 206;
    private const int PictureLoss = 1;
    private const int FullIntraRequest = 4;
    private const byte CanonicalName = 1;

    // A sender that knows the report of a stream only by its numbers counts a lone receiver by this name.
    private readonly byte[] _name = Encoding.ASCII.GetBytes($"frames-{self:x8}");
    private byte _request;

    /// <summary>A report on a stream, and who says it.</summary>
    /// <param name="to">At least <see cref="Longest"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int WriteReport(Span<byte> to, ReceptionStatistics statistics)
    {
        Header(to, 1, ReceiverReport, 32, self);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], statistics.Source);
        BinaryPrimitives.WriteInt32BigEndian(to[12..], (statistics.TakeFraction() << 24) | (statistics.Lost & 0xff_ffff));
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], statistics.Highest);
        to[20..32].Clear();
        return 32 + WriteName(to[32..]);
    }

    /// <summary>The words of somebody who has received nothing yet.</summary>
    /// <param name="to">At least <see cref="Longest"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int WriteEmptyReport(Span<byte> to)
    {
        Header(to, 0, ReceiverReport, 8, self);
        return 8 + WriteName(to[8..]);
    }

    /// <summary>A report with the request for a key frame.</summary>
    /// <param name="to">At least <see cref="Longest"/> bytes.</param>
    /// <param name="byIntraRequest">By FIR, for senders that know no PLI.</param>
    /// <returns>Bytes written.</returns>
    public int WriteKeyRequest(Span<byte> to, ReceptionStatistics statistics, bool byIntraRequest)
    {
        var length = WriteReport(to, statistics);
        var rest = to[length..];
        Header(rest, byIntraRequest ? FullIntraRequest : PictureLoss, PayloadFeedback, byIntraRequest ? 20 : 12, self);
        BinaryPrimitives.WriteUInt32BigEndian(rest[8..], byIntraRequest ? 0 : statistics.Source);
        if (!byIntraRequest)
        {
            return length + 12;
        }

        BinaryPrimitives.WriteUInt32BigEndian(rest[12..], statistics.Source);
        BinaryPrimitives.WriteUInt32BigEndian(rest[16..], (uint)_request++ << 24);
        return length + 20;
    }

    private static void Header(Span<byte> to, int count, byte type, int length, uint self)
    {
        to[0] = (byte)(0x80 | count);
        to[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], self);
    }

    private int WriteName(Span<byte> to)
    {
        // A zero ends the items, and zeros fill the last word.
        var length = (8 + 2 + _name.Length + 4) & ~3;
        to[..length].Clear();
        Header(to, 1, SourceDescription, length, self);
        (to[8], to[9]) = (CanonicalName, (byte)_name.Length);
        _name.CopyTo(to[10..]);
        return length;
    }
}
