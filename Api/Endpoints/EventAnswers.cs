using OrleansFrames.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Answer of <c>GET /events</c>: events of the app in the order in which they were committed.</summary>
/// <param name="NextAfterSeq">Give it as <c>after_seq</c> to go on; without new events it stays as it was given.</param>
internal sealed record EventsAnswer(IReadOnlyList<EventAnswer> Events, long NextAfterSeq);

/// <param name="Seq">Gapless per app.</param>
/// <param name="Payload">The body as hooks receive it, but without <c>url</c>, which is made for each delivery; left out when it was erased.</param>
internal sealed record EventAnswer(Guid EventId, long Seq, string Type, string CallCid, DateTimeOffset CreatedAt, RawJson? Payload)
{
    public static EventAnswer From(EventRow row)
        => new(row.EventId, row.Seq, row.Type, row.CallCid, row.CreatedAt, row.Payload.Length == 0 ? null : new RawJson(row.Payload));
}
