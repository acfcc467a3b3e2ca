using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>One row of the fault table.</summary>
/// <param name="Open">Brings the source about.</param>
/// <param name="Outcome">What its ticks end with.</param>
/// <param name="Reason">And why, when that is failed.</param>
internal sealed record FaultCase(Func<FaultStage, Task<FaultSource>> Open, TickOutcome Outcome, FailureReason? Reason = null)
{
    /// <summary>Of the picture that ends the row; null for any.</summary>
    public int? Width { get; init; }

    public bool IsEndedBy(GrabResult result) =>
        result.Outcome == Outcome && result.Reason == Reason && (Width is null || result.Picture?.Width == Width);

    /// <summary>What may come before the end: pictures, the same picture again, and a machine that has no time for one.</summary>
    public static bool IsOnTheWay(GrabResult result) => result.Outcome is TickOutcome.Captured or TickOutcome.Frozen or TickOutcome.Overload;
}
