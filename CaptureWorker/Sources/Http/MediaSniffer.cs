namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>Tells what a body is.</summary>
internal static class MediaSniffer
{
    /// <summary>As many bytes are always enough.</summary>
    public const int Enough = 4 * TsPacket;

    private const int TsPacket = 188;
    private const byte TsSync = 0x47;

    public static MediaKind Of(ReadOnlySpan<byte> head, bool isAll)
    {
        var text = head.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? head[3..] : head;
        if (text.StartsWith("#EXTM3U"u8))
        {
            return MediaKind.Hls;
        }

        if (head.Length >= 8 && IsBox(head[4..8]))
        {
            return MediaKind.Mp4;
        }

        if (head.Length < Enough && !isAll)
        {
            return MediaKind.Open;
        }

        return IsTs(head) ? MediaKind.Ts : IsDash(text) ? MediaKind.Dash : MediaKind.Unknown;
    }

    private static bool IsBox(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("styp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("moof"u8)
        || type.SequenceEqual("sidx"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("mdat"u8);

    // A live stream may begin in the middle of a packet.
    private static bool IsTs(ReadOnlySpan<byte> head)
    {
        for (var at = 0; at < TsPacket && at + (2 * TsPacket) < head.Length; at++)
        {
            if (head[at] == TsSync && head[at + TsPacket] == TsSync && head[at + (2 * TsPacket)] == TsSync)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDash(ReadOnlySpan<byte> text) => text.IndexOf("<MPD"u8) >= 0 || text.StartsWith("<?xml"u8);
}
