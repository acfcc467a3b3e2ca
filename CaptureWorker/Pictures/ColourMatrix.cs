using System.Runtime.Intrinsics;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Turns full-range 4:2:0 samples made with the BT.709 matrix into BT.601 ones, in place: JFIF knows no other matrix.</summary>
internal static unsafe class ColourMatrix
{
    private const int Shift = 10;
    private const int One = 1 << Shift;
    private const int Half = One / 2;

    // The product of the inverse BT.709 matrix and the BT.601 matrix, in 1/1024: luma keeps itself and gains of both chromas.
    private const int LumaOfBlue = 104;
    private const int LumaOfRed = 201;
    private const int BlueOfBlue = 1014;
    private const int BlueOfRed = -113;
    private const int RedOfBlue = -74;
    private const int RedOfRed = 1007;

    /// <param name="planes">Luma, blue and red difference; width and height even.</param>
    /// <param name="strides">Of the three planes.</param>
    /// <param name="size">Of the luma plane.</param>
    /// <param name="row">Room for <c>size.Width</c> values.</param>
    public static void ToBt601(byte** planes, int* strides, PictureSize size, Span<short> row)
    {
        for (var y = 0; y < size.Height / 2; y++)
        {
            var luma = planes[0] + (2L * y * strides[0]);
            ConvertChroma(planes[1] + ((long)y * strides[1]), planes[2] + ((long)y * strides[2]), row[..size.Width]);
            fixed (short* offsets = row)
            {
                AddTo(luma, offsets, size.Width);
                AddTo(luma + strides[0], offsets, size.Width);
            }
        }
    }

    private static void ConvertChroma(byte* blues, byte* reds, Span<short> offsets)
    {
        var x = 0;
        fixed (short* offset = offsets)
        {
            for (; x <= (offsets.Length / 2) - Vector128<short>.Count; x += Vector128<short>.Count)
            {
                ConvertChroma(blues + x, reds + x, offset + (2 * x));
            }
        }

        for (; x < offsets.Length / 2; x++)
        {
            var blue = blues[x] - 128;
            var red = reds[x] - 128;
            offsets[2 * x] = offsets[(2 * x) + 1] = (short)(((blue * LumaOfBlue) + (red * LumaOfRed) + Half) >> Shift);
            blues[x] = Sample(((blue * BlueOfBlue) + (red * BlueOfRed) + Half) >> Shift);
            reds[x] = Sample(((blue * RedOfBlue) + (red * RedOfRed) + Half) >> Shift);
        }
    }

    // Eight samples of each. To stay within 16 bits, luma's gains are halved, and of each chroma only what it differs by from itself is reckoned.
    private static void ConvertChroma(byte* blues, byte* reds, short* offsets)
    {
        var half = Vector128.Create((short)Half);
        var blue = Centred(blues);
        var red = Centred(reds);
        var luma = ((blue * (short)(LumaOfBlue / 2)) + (red * (short)(LumaOfRed / 2)) + (half >> 1)) >> (Shift - 1);
        Vector128.Shuffle(luma, Vector128.Create((short)0, 0, 1, 1, 2, 2, 3, 3)).Store(offsets);
        Vector128.Shuffle(luma, Vector128.Create((short)4, 4, 5, 5, 6, 6, 7, 7)).Store(offsets + Vector128<short>.Count);
        Store(blue + (((blue * (short)(BlueOfBlue - One)) + (red * (short)BlueOfRed) + half) >> Shift), blues);
        Store(red + (((blue * (short)RedOfBlue) + (red * (short)(RedOfRed - One)) + half) >> Shift), reds);
    }

    private static Vector128<short> Centred(byte* samples) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)samples).AsByte()).AsInt16() - Vector128.Create((short)128);

    private static void Store(Vector128<short> centred, byte* samples)
    {
        var clamped = Vector128.Min(Vector128.Max(centred + Vector128.Create((short)128), Vector128<short>.Zero), Vector128.Create((short)byte.MaxValue));
        *(ulong*)samples = Vector128.Narrow(clamped.AsUInt16(), clamped.AsUInt16()).AsUInt64().ToScalar();
    }

    private static byte Sample(int centred) => (byte)Math.Clamp(centred + 128, 0, byte.MaxValue);

    private static void AddTo(byte* luma, short* offsets, int width)
    {
        var x = 0;
        var most = Vector256.Create((short)byte.MaxValue);
        for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(luma + x));
            var first = Vector256.Clamp(low.AsInt16() + Vector256.Load(offsets + x), Vector256<short>.Zero, most);
            var second = Vector256.Clamp(high.AsInt16() + Vector256.Load(offsets + x + Vector256<short>.Count), Vector256<short>.Zero, most);
            Vector256.Narrow(first.AsUInt16(), second.AsUInt16()).Store(luma + x);
        }

        for (; x < width; x++)
        {
            luma[x] = (byte)Math.Clamp(luma[x] + offsets[x], 0, byte.MaxValue);
        }
    }
}
