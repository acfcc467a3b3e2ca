using OrleansFrames.Bench.Figures;

namespace OrleansFrames.Bench.Capture;

/// <summary>The figures of one window.</summary>
/// <param name="Cost">CPU seconds of all processes that were measured, per participant and minute.</param>
/// <param name="Coverage">Pictures taken, of those that were due.</param>
/// <param name="Memory">Proportional set size of all processes, in bytes.</param>
/// <param name="Share">How the machine was shared meanwhile.</param>
/// <param name="Fault">What makes the figures worthless; null when nothing does.</param>
internal sealed record CaptureRun(double Cost, double Coverage, long Memory, MachineShare Share, string? Fault = null)
{
    /// <summary>Of our own: which share of the ticks started within 250 ms of their due time.</summary>
    public double InTime { get; init; }

    /// <summary>Further figures of this run.</summary>
    public IReadOnlyList<(string Name, string Value)> More { get; init; } = [];
}
