using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Width and height of a still.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>As below, of samples that are not square: what they are too wide or too high for is taken off, nothing is made up.</summary>
    public static PictureSize Fit(int width, int height, SampleAspect aspect, int shortSide) => aspect.Width >= aspect.Height
        ? Fit(width, Shorter(height, aspect.Height, aspect.Width), shortSide)
        : Fit(Shorter(width, aspect.Width, aspect.Height), height, shortSide);

    /// <summary>The size whose shorter side is <paramref name="shortSide"/>, with the same aspect: even, and never larger than the source.</summary>
    public static PictureSize Fit(int width, int height, int shortSide)
    {
        var shorter = Math.Min(width, height);
        var target = Math.Max(2, Math.Min(shorter, shortSide) & ~1);
        return width <= height
            ? new PictureSize(target, Longer(width, height, target))
            : new PictureSize(Longer(height, width, target), target);
    }

    private static int Shorter(int side, int few, int many) => Math.Max(2, (int)((((long)side * few) + (many / 2)) / many));

    // Where nothing is scaled an odd size loses its last row or column, and stays exact.
    private static int Longer(int shorter, int longer, int target) =>
        target == (shorter & ~1) ? longer & ~1 : (int)((((long)longer * target) + shorter) / (2L * shorter)) * 2;
}
