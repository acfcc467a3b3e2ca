namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>One instant on both clocks: the monotonic one for ages, the wall for what is told.</summary>
/// <param name="IsRefined">The wall's time has been corrected by what the sender says of its clock.</param>
internal readonly record struct Moment(long Timestamp, DateTimeOffset Wall, bool IsRefined = false)
{
    /// <summary>Whose clock it is, as the ledger says it.</summary>
    public string Clock => IsRefined ? "sender" : "arrival";

    public static Moment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());
}
