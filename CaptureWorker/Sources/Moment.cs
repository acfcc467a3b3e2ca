namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>One instant on both clocks: the monotonic one for ages, the wall for what is told.</summary>
internal readonly record struct Moment(long Timestamp, DateTimeOffset Wall)
{
    public static Moment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());
}
