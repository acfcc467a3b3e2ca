namespace OrleansFrames.Ledger;

/// <summary>A recording, in a list of an app's recordings.</summary>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="Status"><c>running</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Reason">Why it failed.</param>
[GenerateSerializer, Immutable, Alias("frames.EgressSummary")]
public sealed record EgressSummary(
    [property: Id(0)] string EgressId,
    [property: Id(1)] string CallCid,
    [property: Id(2)] string SessionId,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] DateTimeOffset? EndedAt,
    [property: Id(5)] string Status,
    [property: Id(6)] string? Reason);
