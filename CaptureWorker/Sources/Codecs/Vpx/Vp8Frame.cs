using System.Buffers.Binary;

namespace OrleansFrames.CaptureWorker.Sources.Codecs.Vpx;

/// <summary>What the beginning of a VP8 frame tells (RFC 6386, 9.1).</summary>
internal static class Vp8Frame
{
    private const int KeyHeader = 10;

    public static bool IsKey(ReadOnlySpan<byte> frame) => (frame[0] & 1) == 0;

    /// <summary>Of a key frame; null when it is none.</summary>
    public static VideoFormat? Format(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < KeyHeader || !IsKey(frame) || !frame[3..].StartsWith((ReadOnlySpan<byte>)[0x9d, 0x01, 0x2a]))
        {
            return null;
        }

        // Above each size stand two bits that ask the player to scale.
        var width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3fff;
        var height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3fff;
        return width == 0 || height == 0 ? null : new VideoFormat(VideoCodec.Vp8, width, height, Coded(width), Coded(height), false, false);
    }

    private static int Coded(int side) => (side + 15) & ~15;
}
