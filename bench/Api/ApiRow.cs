using OrleansFrames.Bench.Figures;
using OrleansFrames.Bench.Load;

namespace OrleansFrames.Bench.Api;

/// <summary>What is measured together: clients that do the same thing side by side.</summary>
/// <param name="Names">The row that each of its requests is shown as.</param>
/// <param name="Turn">What a client does again and again at the silo.</param>
/// <param name="Probe">A request of each row, for the bytes that its peer is to answer.</param>
/// <param name="Commits">Whether the peer commits before it answers.</param>
internal sealed record ApiRow(
    IReadOnlyList<string> Names,
    Func<int, ClientLoop, CancellationToken, Task> Turn,
    Func<string, byte[]> Probe,
    bool Commits)
{
    /// <summary>The 99th percentile in milliseconds that the row must stay under; null: requests a second are shown.</summary>
    public double? Limit { get; init; }

    public string Unit => Limit is null ? "req/s" : "ms_p99";

    public double Value(Sample sample) => Limit is null ? sample.PerSecond : sample.Percentile(0.99);
}
