using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>A picture could not be made.</summary>
internal sealed class PictureException(TickOutcome outcome, FailureReason? reason, string detail) : Exception(detail)
{
    public PictureException(FailureReason reason, string detail)
        : this(TickOutcome.Failed, reason, detail)
    {
    }

    public GrabResult ToResult() => new(outcome, reason, Message);
}
