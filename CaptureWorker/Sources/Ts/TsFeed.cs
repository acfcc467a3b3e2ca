using OrleansFrames.CaptureWorker.Sources.Vlc;

namespace OrleansFrames.CaptureWorker.Sources.Ts;

/// <summary>Carries a transport stream into a pipe in steps: one wake-up for all datagrams that came meanwhile.</summary>
internal sealed class TsFeed(ITransportStream stream, SourceLimits limits, TimeProvider time)
{
    // At 8 MB a second a step brings 160 KB, which the system's buffers hold.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _length;

    /// <summary>Returns when something has come.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        while ((_length = stream.Read(_buffer)) == 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Writes what comes, without end.</summary>
    public async Task FeedAsync(MediaPipe pipe, CancellationToken cancellationToken)
    {
        var throttle = new Throttle(limits.BytesPerSecond, time);
        using var timer = new PeriodicTimer(Step, time);
        while (true)
        {
            while (_length > 0)
            {
                await pipe.WriteAsync(_buffer.AsMemory(0, _length), 0, cancellationToken);
                await throttle.TakeAsync(_length, cancellationToken);
                _length = stream.Read(_buffer);
            }

            await timer.WaitForNextTickAsync(cancellationToken);
            _length = stream.Read(_buffer);
        }
    }
}
