using System.Security.Cryptography;
using OrleansFrames.Apps;
using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture;

/// <summary>Asks the capture workers for the picture of a tick. Whatever becomes of it is an outcome, never an exception.</summary>
internal sealed partial class TickGrabber(IFrameGrabber grabber, ISecretBox secrets, ILogger<TickGrabber> log)
{
    /// <summary>What the interval leaves for the way there and back, so that a slow grab does not make the next tick late.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <returns>Captured with a picture that has bytes, or another outcome without one.</returns>
    public async Task<GrabResult> GrabAsync(TickOrder order, CancellationToken cancellationToken)
    {
        try
        {
            return Checked(await grabber.GrabAsync(Request(order), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return GrabResult.Failed(FailureReason.Timeout, "the recording stopped before the picture was taken");
        }
        catch (CryptographicException error)
        {
            return GrabResult.Failed(FailureReason.Auth, $"the source's user and password cannot be unsealed: {error.Message}");
        }
        catch (Exception error)
        {
            // What it says may hold the source's URL, which holds a password here: it goes to the log alone.
            LogGrab(log, error, order.Spec.EgressId, order.Spec.TrackKey, order.Tick);
            return GrabResult.Failed(FailureReason.WorkerLost, $"the capture worker could not be asked ({error.GetType().Name}); the log says why");
        }
    }

    /// <summary>Opens the track ahead of its first tick. Never throws: if it cannot be opened, the tick says so.</summary>
    public void Prepare(TickOrder order) => _ = QuietlyAsync(() => grabber.WatchAsync(Request(order), CancellationToken.None), order.Spec);

    /// <summary>Drops the track. Never throws: a worker drops what nobody asks for by itself.</summary>
    public void Release(CaptureSpec spec) => _ = QuietlyAsync(() => grabber.ReleaseAsync(WorkerKey(spec), CancellationToken.None), spec);

    private static string WorkerKey(CaptureSpec spec) => $"{spec.EgressId}/{spec.TrackKey}";

    private static GrabResult Checked(GrabResult grab) => grab switch
    {
        { Outcome: TickOutcome.Captured, Picture: null or { Bytes.IsEmpty: true } }
            => GrabResult.Failed(FailureReason.Decode, "the capture worker answered without a picture"),
        { Outcome: TickOutcome.Captured } => grab,
        { Outcome: TickOutcome.Failed, Reason: null } => GrabResult.Failed(FailureReason.WorkerLost, grab.Detail ?? "the capture worker did not say why"),
        _ => grab with { Picture = null },
    };

    private GrabRequest Request(TickOrder order)
    {
        var interval = TimeSpan.FromSeconds(order.IntervalSeconds);
        var budget = interval - Margin < Longest ? interval - Margin : Longest;
        return new(WorkerKey(order.Spec), order.Spec.Source.Opened(secrets, order.Spec.App), order.ShortSide, interval, budget, order.Format);
    }

    private async Task QuietlyAsync(Func<Task> tell, CaptureSpec spec)
    {
        try
        {
            await tell();
        }
        catch (Exception error)
        {
            LogWorker(log, error, spec.EgressId, spec.TrackKey);
        }
    }

    [LoggerMessage(LogLevel.Error, "Egress {EgressId} track {TrackKey}: tick {Tick} could not be grabbed")]
    private static partial void LogGrab(ILogger logger, Exception error, string egressId, string trackKey, long tick);

    [LoggerMessage(LogLevel.Debug, "Egress {EgressId} track {TrackKey}: the worker could not be told")]
    private static partial void LogWorker(ILogger logger, Exception error, string egressId, string trackKey);
}
