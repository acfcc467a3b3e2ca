namespace OrleansFrames.CaptureWorker.Sources.Codecs.H264;

/// <summary>Reads a sequence parameter set (ITU-T H.264, 7.3.2.1.1 and E.1.1) as far as the format needs.</summary>
internal static class SequenceParameterSet
{
    /// <summary>The format, or null when the set cannot be read.</summary>
    /// <param name="nal">The NAL unit with its header byte.</param>
    public static VideoFormat? Parse(ReadOnlySpan<byte> nal)
    {
        if (nal.Length < 5)
        {
            return null;
        }

        var bits = new BitReader(nal[1..]);
        var profile = bits.Bits(8);
        bits.Bits(16);
        bits.Unsigned();
        var (chroma, separatePlanes) = ChromaFormat(ref bits, profile);
        bits.Unsigned();
        PictureOrderCount(ref bits);
        bits.Unsigned();
        bits.Flag();
        var widthInMacroblocks = (long)bits.Unsigned() + 1;
        var heightInUnits = (long)bits.Unsigned() + 1;
        var fieldFactor = bits.Flag() ? 1 : 2;
        if (fieldFactor == 2)
        {
            bits.Flag();
        }

        bits.Flag();
        var width = widthInMacroblocks * 16;
        var height = heightInUnits * 16 * fieldFactor;
        if (width > ushort.MaxValue || height > ushort.MaxValue)
        {
            return bits.Exhausted ? null : new VideoFormat(VideoCodec.H264, ushort.MaxValue, ushort.MaxValue, ushort.MaxValue, ushort.MaxValue, false, false);
        }

        var (horizontal, vertical) = Cropping(ref bits, separatePlanes ? 0 : chroma, fieldFactor);
        var (fullRange, isBt709, aspect) = bits.Flag() ? VideoUsability.Read(ref bits) : (false, false, SampleAspect.Square);
        if (bits.Exhausted || horizontal >= width || vertical >= height)
        {
            return null;
        }

        return new VideoFormat(VideoCodec.H264, (int)(width - horizontal), (int)(height - vertical), (int)width, (int)height, fullRange, isBt709) { Aspect = aspect };
    }

    private static (uint Chroma, bool SeparatePlanes) ChromaFormat(ref BitReader bits, uint profile)
    {
        if (profile is not (100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135))
        {
            return (1, false);
        }

        var chroma = bits.Unsigned();
        var separatePlanes = chroma == 3 && bits.Flag();
        bits.Unsigned();
        bits.Unsigned();
        bits.Flag();
        if (bits.Flag())
        {
            for (var list = 0; list < (chroma == 3 ? 12 : 8); list++)
            {
                if (bits.Flag())
                {
                    SkipScalingList(ref bits, list < 6 ? 16 : 64);
                }
            }
        }

        return (chroma, separatePlanes);
    }

    private static void SkipScalingList(ref BitReader bits, int size)
    {
        var last = 8;
        var next = 8;
        for (var i = 0; i < size; i++)
        {
            if (next != 0)
            {
                next = (last + bits.Signed()) & 0xff;
            }

            last = next == 0 ? last : next;
        }
    }

    private static void PictureOrderCount(ref BitReader bits)
    {
        var type = bits.Unsigned();
        if (type == 0)
        {
            bits.Unsigned();
        }
        else if (type == 1)
        {
            bits.Flag();
            bits.Signed();
            bits.Signed();
            var cycle = bits.Unsigned();
            for (var i = 0u; i < cycle && !bits.Exhausted; i++)
            {
                bits.Signed();
            }
        }
    }

    private static (long Horizontal, long Vertical) Cropping(ref BitReader bits, uint chroma, int fieldFactor)
    {
        if (!bits.Flag())
        {
            return (0, 0);
        }

        var unitX = chroma is 1 or 2 ? 2 : 1;
        var unitY = (chroma == 1 ? 2 : 1) * fieldFactor;
        var horizontal = (long)bits.Unsigned() + bits.Unsigned();
        var vertical = (long)bits.Unsigned() + bits.Unsigned();
        return (horizontal * unitX, vertical * unitY);
    }
}
