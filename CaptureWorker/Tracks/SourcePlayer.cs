using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>Plays a source again and again, with longer and longer pauses while nothing comes of it, and not while its plan lets go of it.</summary>
internal sealed class SourcePlayer(
    Func<IMediaSink, CancellationToken, Task<SourceFault>> play, ConnectionPlan plan, TrackOptions options, TimeProvider time)
{
    /// <param name="sink">Where to.</param>
    /// <param name="connecting">Hears that an attempt begins.</param>
    /// <param name="failed">Hears why one has ended, and tells how much has come over all of them.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public async Task PlayAsync(IMediaSink sink, Action connecting, Func<SourceFault, long> failed, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var pause = options.FirstPause;
        var arrived = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            using var attempt = await plan.BeginAsync(cancellationToken);
            connecting();
            var fault = await AttemptAsync(sink, attempt.Token);
            var isLetGo = fault is null || attempt.IsCancellationRequested;
            await plan.EndAsync(isFailure: !isLetGo);
            if (isLetGo)
            {
                pause = options.FirstPause;
                continue;
            }

            var before = arrived;
            arrived = failed(fault!);
            pause = arrived > before ? options.FirstPause : pause;
            await Task.Delay(fault!.IsFinal ? Timeout.InfiniteTimeSpan : pause, time, cancellationToken);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
        }
    }

    /// <summary>Null when it was cancelled.</summary>
    private async Task<SourceFault?> AttemptAsync(IMediaSink sink, CancellationToken cancellationToken)
    {
        try
        {
            return await play(sink, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failed)
        {
            // Whatever a hostile source can provoke, its track goes on trying and says why.
            await Console.Error.WriteLineAsync($"error: a source failed: {failed}");
            return SourceFault.Failed(FailureReason.Unsupported, $"what the source sent cannot be handled: {failed.Message}");
        }
    }
}
