namespace OrleansFrames.Bench.Figures;

/// <summary>Whether a row shows what it must.</summary>
internal static class Verdict
{
    public const string Failed = "FAILED";

    // Where less is left, who else ran decides over a latency as much as what is measured.
    private const double NoIdle = 0.05;
    private const double Company = 0.05;

    /// <param name="limit">What the value must stay under; null where none is set.</param>
    /// <param name="load">Of the machine while it was measured.</param>
    public static string Of(double value, double? limit, MachineShare load)
        => limit is not { } most ? "none"
            : load.Idle < NoIdle && load.Others > Company ? "saturated"
            : value < most ? "pass"
            : Failed;
}

/// <summary>Shares of the machine's processor time, 0 to 1.</summary>
/// <param name="Idle">Left over.</param>
/// <param name="Others">Taken by processes that are none of the bench's.</param>
internal readonly record struct MachineShare(double Idle, double Others);
