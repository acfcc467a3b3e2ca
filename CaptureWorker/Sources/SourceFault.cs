using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>Why a source gives no media.</summary>
/// <param name="Outcome">What a tick says meanwhile: failed, or no_video.</param>
/// <param name="Reason">Why, when the outcome is failed.</param>
/// <param name="Detail">One sentence for the operator; never a password.</param>
/// <param name="Ended">The source gave media and closed the connection: only the next attempt says what is wrong, if anything.</param>
internal sealed record SourceFault(TickOutcome Outcome, FailureReason? Reason, string Detail, bool Ended = false)
{
    private const int MaxDetail = 300;

    /// <summary>There is nothing more to come: no other attempt is made.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What it was made with, fit for a log and a page: parts of it may be a hostile source's own words.</summary>
    public string Detail { get; } = Clean(Detail);

    public static SourceFault Failed(FailureReason reason, string detail) => new(TickOutcome.Failed, reason, detail);

    public static SourceFault NoVideo(string detail) => new(TickOutcome.NoVideo, null, detail);

    public GrabResult ToResult() => new(Outcome, Reason, Detail);

    private static string Clean(string detail) =>
        string.Concat(detail.Take(MaxDetail).Select(each => char.IsControl(each) ? ' ' : each));
}
