using System.Runtime.Intrinsics;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>
/// Expands limited-range samples (luma 16 to 235, chroma 16 to 240) to the full range that JPEG means. Source and target may be the same.
/// </summary>
internal static unsafe class ColourRange
{
    // 255/219 and 255/224 as fractions that keep every product within 16 bits.
    private const ushort LumaGain = 149;
    private const short ChromaGain = 146;
    private const int Shift = 7;
    private const int Half = 1 << (Shift - 1);

    public static void ExpandLuma(byte* from, int fromStride, byte* to, int toStride, int width, int height)
    {
        for (var y = 0; y < height; y++, from += fromStride, to += toStride)
        {
            var x = 0;
            for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.Load(from + x));
                Vector256.NarrowWithSaturation(Luma(low), Luma(high)).Store(to + x);
            }

            for (; x < width; x++)
            {
                to[x] = (byte)Math.Min(byte.MaxValue, ((Math.Max(from[x] - 16, 0) * LumaGain) + Half) >> Shift);
            }
        }
    }

    public static void ExpandChroma(byte* from, int fromStride, byte* to, int toStride, int width, int height)
    {
        for (var y = 0; y < height; y++, from += fromStride, to += toStride)
        {
            var x = 0;
            for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.Load(from + x));
                Vector256.NarrowWithSaturation(Chroma(low), Chroma(high)).Store(to + x);
            }

            for (; x < width; x++)
            {
                to[x] = (byte)Math.Clamp(((((from[x] - 128) * ChromaGain) + Half) >> Shift) + 128, 0, byte.MaxValue);
            }
        }
    }

    private static Vector256<ushort> Luma(Vector256<ushort> samples)
    {
        var aboveBlack = Vector256.Max(samples, Vector256.Create((ushort)16)) - Vector256.Create((ushort)16);
        return ((aboveBlack * LumaGain) + Vector256.Create((ushort)Half)) >>> Shift;
    }

    private static Vector256<ushort> Chroma(Vector256<ushort> samples)
    {
        var centred = samples.AsInt16() - Vector256.Create((short)128);
        var expanded = (((centred * ChromaGain) + Vector256.Create((short)Half)) >> Shift) + Vector256.Create((short)128);
        return Vector256.Max(expanded, Vector256<short>.Zero).AsUInt16();
    }
}
