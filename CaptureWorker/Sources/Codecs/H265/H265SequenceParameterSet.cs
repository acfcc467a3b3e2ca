namespace OrleansFrames.CaptureWorker.Sources.Codecs.H265;

/// <summary>Reads a sequence parameter set (ITU-T H.265, 7.3.2.2 and E.2.1) as far as the format needs.</summary>
internal static class H265SequenceParameterSet
{
    private const int MaxReferenceSets = 64;

    /// <summary>The set's id, or null when it cannot be read.</summary>
    public static uint? Identify(ReadOnlySpan<byte> nal)
    {
        var bits = Begin(nal, out _);
        var id = bits.Unsigned();
        return bits.Exhausted ? null : id;
    }

    /// <summary>The format, or null when the set cannot be read.</summary>
    /// <param name="nal">The NAL unit with its header.</param>
    public static VideoFormat? Parse(ReadOnlySpan<byte> nal)
    {
        var bits = Begin(nal, out var subLayers);
        bits.Unsigned();
        var chroma = bits.Unsigned();
        var separatePlanes = chroma == 3 && bits.Flag();
        var width = (long)bits.Unsigned();
        var height = (long)bits.Unsigned();
        if (bits.Exhausted || width is 0 or > ushort.MaxValue || height is 0 or > ushort.MaxValue)
        {
            return null;
        }

        var (horizontal, vertical) = Window(ref bits, separatePlanes ? 0 : chroma);
        if (bits.Exhausted || horizontal >= width || vertical >= height)
        {
            return null;
        }

        // What cannot be read behind the size says nothing of the colours; the decoder may read more.
        var (fullRange, isBt709, aspect) = SkipToUsability(ref bits, subLayers) && bits.Flag() ? VideoUsability.Read(ref bits) : (false, false, SampleAspect.Square);
        return bits.Exhausted
            ? new VideoFormat(VideoCodec.H265, (int)(width - horizontal), (int)(height - vertical), (int)width, (int)height, false, false)
            : new VideoFormat(VideoCodec.H265, (int)(width - horizontal), (int)(height - vertical), (int)width, (int)height, fullRange, isBt709) { Aspect = aspect };
    }

    /// <summary>Up to the set's id.</summary>
    private static BitReader Begin(ReadOnlySpan<byte> nal, out int subLayers)
    {
        var bits = new BitReader(nal[H265NalUnit.HeaderLength..]);
        bits.Bits(4);
        subLayers = (int)bits.Bits(3);
        bits.Flag();
        SkipProfiles(ref bits, subLayers);
        return bits;
    }

    private static void SkipProfiles(ref BitReader bits, int subLayers)
    {
        Skip(ref bits, 88 + 8);
        Span<bool> hasProfile = stackalloc bool[subLayers];
        Span<bool> hasLevel = stackalloc bool[subLayers];
        for (var layer = 0; layer < subLayers; layer++)
        {
            (hasProfile[layer], hasLevel[layer]) = (bits.Flag(), bits.Flag());
        }

        Skip(ref bits, subLayers > 0 ? 2 * (8 - subLayers) : 0);
        for (var layer = 0; layer < subLayers; layer++)
        {
            Skip(ref bits, (hasProfile[layer] ? 88 : 0) + (hasLevel[layer] ? 8 : 0));
        }
    }

    private static (long Horizontal, long Vertical) Window(ref BitReader bits, uint chroma)
    {
        if (!bits.Flag())
        {
            return (0, 0);
        }

        var (left, right, top, bottom) = ((long)bits.Unsigned(), bits.Unsigned(), (long)bits.Unsigned(), bits.Unsigned());
        return ((left + right) * (chroma is 1 or 2 ? 2 : 1), (top + bottom) * (chroma == 1 ? 2 : 1));
    }

    /// <summary>Up to the flag that says whether there is usability information; false where that cannot be reached.</summary>
    private static bool SkipToUsability(ref BitReader bits, int subLayers)
    {
        bits.Unsigned();
        bits.Unsigned();
        var orderBits = (int)bits.Unsigned() + 4;
        for (var layer = bits.Flag() ? 0 : subLayers; layer <= subLayers; layer++)
        {
            bits.Unsigned();
            bits.Unsigned();
            bits.Unsigned();
        }

        for (var each = 0; each < 6; each++)
        {
            bits.Unsigned();
        }

        if (bits.Flag() && bits.Flag())
        {
            SkipScalingLists(ref bits);
        }

        bits.Flag();
        bits.Flag();
        if (bits.Flag())
        {
            bits.Bits(8);
            bits.Unsigned();
            bits.Unsigned();
            bits.Flag();
        }

        return orderBits <= 16 && SkipReferences(ref bits, orderBits);
    }

    private static bool SkipReferences(ref BitReader bits, int orderBits)
    {
        var count = bits.Unsigned();
        if (count > MaxReferenceSets || !SkipReferenceSets(ref bits, (int)count))
        {
            return false;
        }

        if (bits.Flag())
        {
            var longTerm = bits.Unsigned();
            for (var each = 0u; each < longTerm && !bits.Exhausted; each++)
            {
                Skip(ref bits, orderBits + 1);
            }
        }

        bits.Flag();
        bits.Flag();
        return !bits.Exhausted;
    }

    // A set may be told by how it differs from the one before: then its length depends on that one's.
    private static bool SkipReferenceSets(ref BitReader bits, int count)
    {
        var pictures = 0u;
        for (var set = 0; set < count; set++)
        {
            if (set > 0 && bits.Flag())
            {
                bits.Flag();
                bits.Unsigned();
                var kept = 0u;
                for (var each = 0; each <= pictures; each++)
                {
                    kept += bits.Flag() || bits.Flag() ? 1u : 0;
                }

                pictures = kept;
            }
            else
            {
                pictures = bits.Unsigned() + bits.Unsigned();
                for (var each = 0; each < pictures && !bits.Exhausted; each++)
                {
                    bits.Unsigned();
                    bits.Flag();
                }
            }

            if (pictures > MaxReferenceSets || bits.Exhausted)
            {
                return false;
            }
        }

        return true;
    }

    private static void SkipScalingLists(ref BitReader bits)
    {
        for (var size = 0; size < 4; size++)
        {
            for (var matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1)
            {
                if (!bits.Flag())
                {
                    bits.Unsigned();
                    continue;
                }

                if (size > 1)
                {
                    bits.Signed();
                }

                for (var each = 0; each < Math.Min(64, 1 << (4 + (size << 1))); each++)
                {
                    bits.Signed();
                }
            }
        }
    }

    private static void Skip(ref BitReader bits, int count)
    {
        for (; count > 0; count -= 32)
        {
            bits.Bits(Math.Min(count, 32));
        }
    }
}
