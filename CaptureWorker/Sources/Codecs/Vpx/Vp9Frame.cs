using System.Buffers;
using System.Buffers.Binary;

namespace OrleansFrames.CaptureWorker.Sources.Codecs.Vpx;

/// <summary>What the beginning of a VP9 frame tells (VP9 bitstream specification, 6.2), and how frames of one time become one (annex B).</summary>
internal static class Vp9Frame
{
    private const uint Marker = 2;
    private const uint SyncCode = 0x49_83_42;
    private const uint Bt709 = 2;
    private const uint Rgb = 7;

    /// <summary>Of a key frame; null when it is none.</summary>
    public static VideoFormat? Format(ReadOnlySpan<byte> frame)
    {
        var bits = new BitReader(frame, isNal: false);
        if (bits.Bits(2) != Marker)
        {
            return null;
        }

        var profile = bits.Bits(1) + (2 * bits.Bits(1));
        if (profile == 3)
        {
            bits.Flag();
        }

        var showsExisting = bits.Flag();
        var isInter = bits.Flag();
        bits.Bits(2);
        if (showsExisting || isInter || bits.Bits(24) != SyncCode)
        {
            return null;
        }

        var (fullRange, isBt709) = Colours(ref bits, profile);
        var (width, height) = ((int)bits.Bits(16) + 1, (int)bits.Bits(16) + 1);
        return bits.Exhausted ? null : new VideoFormat(VideoCodec.Vp9, width, height, (width + 7) & ~7, (height + 7) & ~7, fullRange, isBt709);
    }

    /// <summary>Ends a superframe: the sizes of its frames.</summary>
    public static void WriteIndex(IBufferWriter<byte> output, IReadOnlyList<int> sizes)
    {
        var mark = (byte)(0b110_11_000 | (sizes.Count - 1));
        output.Write([mark]);
        Span<byte> size = stackalloc byte[4];
        foreach (var each in sizes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(size, each);
            output.Write(size);
        }

        output.Write([mark]);
    }

    private static (bool FullRange, bool IsBt709) Colours(ref BitReader bits, uint profile)
    {
        if (profile >= 2)
        {
            bits.Flag();
        }

        var space = bits.Bits(3);
        var fullRange = space == Rgb || bits.Flag();
        if (profile is 1 or 3)
        {
            bits.Bits(space == Rgb ? 1 : 3);
        }

        return (fullRange, space == Bt709);
    }
}
