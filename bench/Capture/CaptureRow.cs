using OrleansFrames.Bench.Capture.Peers;

namespace OrleansFrames.Bench.Capture;

/// <summary>The service's cost of a scene, and what it may be.</summary>
/// <param name="Peer">What is measured in turn with it.</param>
internal sealed record CaptureRow(string Name, CaptureScene Scene, Peer Peer)
{
    /// <summary>CPU seconds per participant and minute that it must stay under, where the floor takes <see cref="Reference"/>.</summary>
    public double? Limit { get; init; }

    /// <summary>What the floor took where the limit was set: a machine of another speed has a limit in proportion.</summary>
    public double Reference { get; init; } = 1;

    /// <summary>What we aim at.</summary>
    public double? Aim { get; init; }

    /// <summary>Times the peer's cost that it must stay under.</summary>
    public double? Times { get; init; }
}
