using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>Plays a source again and again, with longer and longer pauses while nothing comes of it.</summary>
internal sealed class SourcePlayer(Func<IMediaSink, CancellationToken, Task<SourceFault>> play, TrackOptions options, TimeProvider time)
{
    /// <param name="sink">Where to.</param>
    /// <param name="failed">Hears why an attempt has ended, and tells how much has come over all of them.</param>
    /// <param name="connecting">Hears that another begins.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public async Task PlayAsync(IMediaSink sink, Func<SourceFault, long> failed, Action connecting, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var pause = options.FirstPause;
        var arrived = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            var fault = await AttemptAsync(sink, cancellationToken);
            var before = arrived;
            arrived = failed(fault);
            pause = arrived > before ? options.FirstPause : pause;
            await Task.Delay(fault.IsFinal ? Timeout.InfiniteTimeSpan : pause, time, cancellationToken);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
            connecting();
        }
    }

    private async Task<SourceFault> AttemptAsync(IMediaSink sink, CancellationToken cancellationToken)
    {
        try
        {
            return await play(sink, cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Whatever a hostile source can provoke, its track goes on trying and says why.
            await Console.Error.WriteLineAsync($"error: a source failed: {failed}");
            return SourceFault.Failed(FailureReason.Unsupported, $"what the source sent cannot be handled: {failed.Message}");
        }
    }
}
