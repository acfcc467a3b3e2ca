namespace OrleansFrames.Bench.Figures;

internal static class Median
{
    /// <summary>The middle one of an odd number of figures, of an even number the mean of the middle two.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
