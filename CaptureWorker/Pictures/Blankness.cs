namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Tells a black picture: luma mean under 20, deviation under 3.</summary>
internal static unsafe class Blankness
{
    private const double MaxMean = 20;
    private const double MaxDeviation = 3;
    private const int Coarse = 16;

    public static bool IsBlank(byte* luma, int stride, int width, int height) =>
        Holds(luma, stride, width, height, Coarse, slack: 2) && Holds(luma, stride, width, height, 1, slack: 1);

    // A coarse look first: nearly every picture is bright, and then every pixel need not be read.
    private static bool Holds(byte* luma, int stride, int width, int height, int step, double slack)
    {
        long count = 0;
        long sum = 0;
        long squares = 0;
        for (var y = 0; y < height; y += step)
        {
            var row = luma + ((long)y * stride);
            for (var x = 0; x < width; x += step)
            {
                int value = row[x];
                sum += value;
                squares += value * value;
                count++;
            }
        }

        var mean = (double)sum / count;
        var variance = ((double)squares / count) - (mean * mean);
        return mean < MaxMean * slack && variance < MaxDeviation * MaxDeviation * slack * slack;
    }
}
