using OrleansFrames.Capture;

namespace OrleansFrames.Ledger;

/// <summary>One tick of one track, with its one outcome: a row of the ledger's <c>tick</c> table.</summary>
[GenerateSerializer, Immutable, Alias("frames.TickRow")]
public sealed record TickRow(
    [property: Id(0)] string EgressId,
    [property: Id(1)] string TrackKey,
    [property: Id(2)] long Tick,
    [property: Id(3)] string App,
    [property: Id(4)] string CallCid,
    [property: Id(5)] string UserId,
    [property: Id(6)] string UserSessionId,
    [property: Id(7)] TrackType TrackType,
    [property: Id(8)] DateTimeOffset DueAt,
    [property: Id(9)] TickOutcome Outcome)
{
    /// <summary>Why, when the outcome is failed.</summary>
    [Id(10)]
    public FailureReason? Reason { get; init; }

    /// <summary>One sentence for the operator; never a password.</summary>
    [Id(11)]
    public string? Detail { get; init; }

    /// <summary>Filled in for a silo or worker that was lost; a real outcome may replace it once.</summary>
    [Id(12)]
    public bool Provisional { get; init; }

    /// <summary>True when a real outcome replaced a provisional one.</summary>
    [Id(13)]
    public bool Late { get; init; }

    [Id(14)]
    public string? Mode { get; init; }

    [Id(15)]
    public string? Clock { get; init; }

    [Id(16)]
    public DateTimeOffset? CapturedAt { get; init; }

    [Id(17)]
    public DateTimeOffset? StoredAt { get; init; }

    [Id(18)]
    public Guid? EventId { get; init; }

    [Id(19)]
    public string? ObjectKey { get; init; }

    /// <summary>Size of the picture in bytes.</summary>
    [Id(20)]
    public int? Bytes { get; init; }

    [Id(21)]
    public int? Width { get; init; }

    [Id(22)]
    public int? Height { get; init; }

    /// <summary>Lower-case hex of the picture's SHA-256.</summary>
    [Id(23)]
    public string? Sha256 { get; init; }
}
