namespace OrleansFrames.Ledger;

/// <summary>An event of the ledger's <c>event</c> table.</summary>
/// <param name="EventId">The same for the same fact however often it is written.</param>
/// <param name="Seq">Gapless per app, given when it is committed; 0 before.</param>
/// <param name="Payload">The event's JSON. A ready event holds no <c>url</c>: it is minted at each attempt.</param>
[GenerateSerializer, Immutable, Alias("frames.EventRow")]
public sealed record EventRow(
    [property: Id(0)] Guid EventId,
    [property: Id(1)] string App,
    [property: Id(2)] long Seq,
    [property: Id(3)] string CallCid,
    [property: Id(4)] string Type,
    [property: Id(5)] DateTimeOffset CreatedAt,
    [property: Id(6)] string Payload);
