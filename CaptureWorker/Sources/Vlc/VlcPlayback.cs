using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>Watches over a session: how a source ends, and that it does not keep silent for ever.</summary>
internal sealed class VlcPlayback(SourceLimits limits, TimeProvider time)
{
    private static readonly SourceFault Finished = SourceFault.NoVideo("the recording has been played to its end") with { IsFinal = true };

    /// <summary>Plays bytes.</summary>
    /// <param name="media">How they are to be read.</param>
    /// <param name="feed">Writes them; returns when there are no more.</param>
    /// <exception cref="SourceException">Of the feed; or libVLC is not installed.</exception>
    public async Task<SourceFault> PlayAsync(
        MediaFormat media, Func<MediaPipe, CancellationToken, Task> feed, IMediaSink sink, CancellationToken cancellationToken)
    {
        VlcLibrary.Load();
        var pipe = new MediaPipe(media.Length);
        await using var session = VlcSession.Open(pipe, media, sink, time);
        sink.Playing();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = feed(pipe, ended.Token);
        try
        {
            var fault = await WatchAsync(session, feeding, media.Stall ?? limits.Stall, ended.Token);
            return fault.Ended && media.IsRecording && pipe.IsWhole ? Finished : fault;
        }
        finally
        {
            await ended.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until a session ends, falls silent or loses what feeds it.</summary>
    /// <exception cref="SourceException">Of the feed.</exception>
    public async Task<SourceFault> WatchAsync(VlcSession session, Task feeding, TimeSpan stall, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var timer = new PeriodicTimer(limits.Check, time);
        while (true)
        {
            var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            await (feeding.IsCompletedSuccessfully ? Task.WhenAny(session.Ended, tick) : Task.WhenAny(session.Ended, feeding, tick));
            if (feeding.IsFaulted || feeding.IsCanceled)
            {
                await feeding;
            }

            if (session.Tap.Foreign is { } foreign)
            {
                return foreign;
            }

            if (session.Ended.IsCompleted)
            {
                return Over(session, feeding);
            }

            if (Silence(session, start, stall) is { } silence)
            {
                return silence;
            }

            await tick;
        }
    }

    private static SourceFault Over(VlcSession session, Task feeding)
    {
        if (session.Tap.LastPicture != 0)
        {
            return new SourceFault(TickOutcome.Failed, FailureReason.Refused, "the source ended", Ended: true);
        }

        return feeding.IsCompleted
            ? SourceFault.NoVideo("the source ended without having sent a picture")
            : SourceFault.Failed(FailureReason.Unsupported, "what the source sends holds no video that can be played");
    }

    private SourceFault? Silence(VlcSession session, long start, TimeSpan stall)
    {
        if (session.Tap.LastPicture is var last and not 0)
        {
            return time.GetElapsedTime(last) >= stall
                ? SourceFault.Failed(FailureReason.Stalled, $"the connection stands, but no picture came for {stall.TotalSeconds:0.#} s")
                : null;
        }

        return time.GetElapsedTime(start) >= limits.FirstPicture
            ? SourceFault.NoVideo($"the source plays, but sent no picture within {limits.FirstPicture.TotalSeconds:0.#} s")
            : null;
    }
}
