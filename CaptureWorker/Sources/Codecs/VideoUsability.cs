namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>Reads video usability information, whose beginning H.264 (E.1.1) and H.265 (E.2.1) have in common.</summary>
internal static class VideoUsability
{
    private const uint Bt709Matrix = 1;
    private const uint ExtendedAspectRatio = 255;

    public static (bool FullRange, bool IsBt709, SampleAspect Aspect) Read(ref BitReader bits)
    {
        var aspect = bits.Flag() ? Aspect(ref bits) : SampleAspect.Square;

        if (bits.Flag())
        {
            bits.Flag();
        }

        if (!bits.Flag())
        {
            return (false, false, aspect);
        }

        bits.Bits(3);
        var fullRange = bits.Flag();
        var isBt709 = bits.Flag() && (bits.Bits(16), bits.Bits(8)).Item2 == Bt709Matrix;
        return (fullRange, isBt709, aspect);
    }

    private static SampleAspect Aspect(ref BitReader bits)
    {
        var number = bits.Bits(8);
        return number == ExtendedAspectRatio ? SampleAspect.Of(bits.Bits(16), bits.Bits(16)) : SampleAspect.Of(number);
    }
}
