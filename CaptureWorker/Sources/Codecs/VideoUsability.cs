namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>Reads video usability information, whose beginning H.264 (E.1.1) and H.265 (E.2.1) have in common.</summary>
internal static class VideoUsability
{
    private const uint Bt709Matrix = 1;
    private const uint ExtendedAspectRatio = 255;

    public static (bool FullRange, bool IsBt709) Colours(ref BitReader bits)
    {
        if (bits.Flag() && bits.Bits(8) == ExtendedAspectRatio)
        {
            bits.Bits(32);
        }

        if (bits.Flag())
        {
            bits.Flag();
        }

        if (!bits.Flag())
        {
            return (false, false);
        }

        bits.Bits(3);
        var fullRange = bits.Flag();
        var isBt709 = bits.Flag() && (bits.Bits(16), bits.Bits(8)).Item2 == Bt709Matrix;
        return (fullRange, isBt709);
    }
}
