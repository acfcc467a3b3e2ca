namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Turns a plane of samples by quarters.</summary>
internal static unsafe class Turning
{
    /// <param name="from">The plane as it is.</param>
    /// <param name="fromStride">Bytes from row to row.</param>
    /// <param name="to">Another plane, of the turned size.</param>
    /// <param name="toStride">Bytes from row to row.</param>
    /// <param name="size">Of the plane as it is.</param>
    /// <param name="degrees">Anticlockwise: 90, 180 or 270.</param>
    public static void Turn(byte* from, int fromStride, byte* to, int toStride, PictureSize size, int degrees)
    {
        // Where the first sample goes, and how far it is from there to where the next one of its row goes, and the first of the next row.
        var (start, right, down) = degrees switch
        {
            90 => ((size.Width - 1L) * toStride, -(long)toStride, 1L),
            180 => (((size.Height - 1L) * toStride) + size.Width - 1, -1L, -(long)toStride),
            270 => (size.Height - 1L, (long)toStride, -1L),
            _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, null),
        };
        for (var y = 0; y < size.Height; y++)
        {
            var source = from + ((long)y * fromStride);
            var target = to + start + (y * down);
            for (var x = 0; x < size.Width; x++, target += right)
            {
                *target = source[x];
            }
        }
    }
}
