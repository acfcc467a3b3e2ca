namespace OrleansFrames.Capture;

/// <summary>Wall time that no clock jump can move: the wall clock at the start plus what the monotonic clock has counted since.</summary>
internal sealed class MonotonicClock(TimeProvider clock)
{
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly long _stamp = clock.GetTimestamp();

    public DateTimeOffset Now => _started + clock.GetElapsedTime(_stamp);
}
