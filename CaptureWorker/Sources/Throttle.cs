namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>Keeps a source that sends without end from taking the processor from the others. For one reader.</summary>
internal sealed class Throttle(int bytesPerSecond, TimeProvider time)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private long _start = time.GetTimestamp();
    private long _taken;

    /// <summary>Waits when more was read in this second than may be.</summary>
    public async ValueTask TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        _taken += bytes;
        var elapsed = time.GetElapsedTime(_start);
        if (_taken >= bytesPerSecond && elapsed < Second)
        {
            await Task.Delay(Second - elapsed, time, cancellationToken);
        }

        if (_taken >= bytesPerSecond || elapsed >= Second)
        {
            (_start, _taken) = (time.GetTimestamp(), 0);
        }
    }
}
