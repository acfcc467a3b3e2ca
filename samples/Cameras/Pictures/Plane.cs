namespace OrleansFrames.Cameras.Pictures;

/// <summary>Rectangles of one plane whose rows follow each other without a gap.</summary>
internal static class Plane
{
    public static void Fill(Span<byte> plane, int stride, int left, int top, int width, int height, byte value)
    {
        for (var row = top; row < top + height; row++)
        {
            plane.Slice((row * stride) + left, width).Fill(value);
        }
    }

    public static double Mean(ReadOnlySpan<byte> plane, int stride, int left, int top, int width, int height)
    {
        var sum = 0L;
        for (var row = top; row < top + height; row++)
        {
            foreach (var value in plane.Slice((row * stride) + left, width))
            {
                sum += value;
            }
        }

        return (double)sum / (width * height);
    }
}
