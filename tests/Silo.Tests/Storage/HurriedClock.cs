namespace OrleansFrames.Silo.Tests.Storage;

/// <summary>The system's clock, where pauses between attempts pass at once and cached answers age when the test says so. Deadlines stay as they are.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private long _ahead;

    public override long TimestampFrequency => System.TimestampFrequency;

    public void Age(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _ahead);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => System.CreateTimer(callback, state, dueTime >= TimeSpan.Zero && dueTime < LongestPause ? TimeSpan.Zero : dueTime, period);
}
