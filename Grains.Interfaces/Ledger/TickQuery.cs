namespace OrleansFrames.Ledger;

/// <summary>Which ticks of an app to read.</summary>
/// <param name="CallCid">Of this call.</param>
/// <param name="EgressId">Of this recording; null means all of the call.</param>
/// <param name="UserId">Of this user; null means all.</param>
/// <param name="CapturedOnly">Only ticks with a picture.</param>
/// <param name="LatestOnly">Only the newest tick of each track.</param>
/// <param name="Limit">At most this many rows, 1 to 1,000.</param>
/// <param name="Next">The cursor of the page before; null starts with the newest tick.</param>
[GenerateSerializer, Immutable, Alias("frames.TickQuery")]
public sealed record TickQuery(
    [property: Id(0)] string App,
    [property: Id(1)] string CallCid,
    [property: Id(2)] string? EgressId = null,
    [property: Id(3)] string? UserId = null,
    [property: Id(4)] bool CapturedOnly = false,
    [property: Id(5)] bool LatestOnly = false,
    [property: Id(6)] int Limit = 100,
    [property: Id(7)] string? Next = null);

/// <param name="Rows">Newest due time first.</param>
/// <param name="Next">Cursor of the next page; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("frames.TickPage")]
public sealed record TickPage([property: Id(0)] IReadOnlyList<TickRow> Rows, [property: Id(1)] string? Next);

/// <summary>A tick with the signed URL of its picture, minted for this answer; null when it has none or its retention is over.</summary>
[GenerateSerializer, Immutable, Alias("frames.TickView")]
public sealed record TickView([property: Id(0)] TickRow Row, [property: Id(1)] string? Url);

[GenerateSerializer, Immutable, Alias("frames.TickViewPage")]
public sealed record TickViewPage([property: Id(0)] IReadOnlyList<TickView> Rows, [property: Id(1)] string? Next);

/// <summary>A recording: which ticks are due follows from its segments.</summary>
[GenerateSerializer, Immutable, Alias("frames.EgressRow")]
public sealed record EgressRow(
    [property: Id(0)] string EgressId,
    [property: Id(1)] string App,
    [property: Id(2)] string CallCid,
    [property: Id(3)] string SessionId,
    [property: Id(4)] DateTimeOffset StartedAt,
    [property: Id(5)] DateTimeOffset? EndedAt,
    [property: Id(6)] string Status,
    [property: Id(7)] string? Reason,
    [property: Id(8)] string Storage,
    [property: Id(9)] IReadOnlyList<Capture.CadenceSegment> Segments);

/// <summary>How many ticks had which outcome, per track and recording.</summary>
/// <param name="Outcome">snake_case; failed ones as <c>failed(reason)</c>.</param>
[GenerateSerializer, Immutable, Alias("frames.OutcomeCount")]
public sealed record OutcomeCount(
    [property: Id(0)] string EgressId,
    [property: Id(1)] string TrackKey,
    [property: Id(2)] string UserId,
    [property: Id(3)] Capture.TrackType TrackType,
    [property: Id(4)] string Outcome,
    [property: Id(5)] long Count);

/// <summary>A call's account: its recordings and what became of every due tick.</summary>
[GenerateSerializer, Immutable, Alias("frames.LedgerAccount")]
public sealed record LedgerAccount([property: Id(0)] IReadOnlyList<EgressRow> Egresses, [property: Id(1)] IReadOnlyList<OutcomeCount> Outcomes);
