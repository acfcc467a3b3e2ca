namespace OrleansFrames.Bench.Figures;

/// <summary>How long each request of a window took.</summary>
/// <param name="milliseconds">In any order.</param>
/// <param name="window">From the first request to the last answer.</param>
internal sealed class Sample(IEnumerable<double> milliseconds, TimeSpan window)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double PerSecond => window > TimeSpan.Zero ? Count / window.TotalSeconds : 0;

    /// <summary>The smallest time that this share of the requests kept to (nearest rank); not a number when there was none.</summary>
    /// <param name="share">More than 0, at most 1.</param>
    public double Percentile(double share)
        => Count == 0 ? double.NaN : _sorted[Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1)];
}
