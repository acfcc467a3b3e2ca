namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>One of the sizes that a master playlist offers.</summary>
/// <param name="Url">Its media playlist.</param>
/// <param name="Width">In pixels; 0 when the playlist does not tell.</param>
/// <param name="Height">In pixels; 0 when the playlist does not tell.</param>
internal sealed record HlsVariant(Uri Url, int Width, int Height)
{
    private int ShortSide => Math.Min(Width, Height);

    /// <summary>The smallest that need not be enlarged, else the largest; the first where no sizes are told, as RFC 8216 has it.</summary>
    public static HlsVariant Choose(IReadOnlyList<HlsVariant> variants, int shortSide)
    {
        var sized = variants.Where(variant => variant.ShortSide > 0).OrderBy(variant => variant.ShortSide).ToList();
        return sized.Count == 0 ? variants[0] : sized.FirstOrDefault(variant => variant.ShortSide >= shortSide) ?? sized[^1];
    }
}
