using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

internal sealed class EventLedger(LedgerWriter writer) : IEventLedger
{
    public async Task AppendAsync(IReadOnlyList<EventRow> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            await writer.RunAsync(batch => Append(batch, events), cancellationToken, events.Count);
        }
    }

    public Task SaveEgressAsync(EgressRow egress, CancellationToken cancellationToken)
        => writer.RunAsync(batch => Save(batch, egress), cancellationToken, 1 + egress.Segments.Count);

    private static int Append(LedgerBatch batch, IReadOnlyList<EventRow> events)
    {
        foreach (var row in events)
        {
            batch.Announce(row, tick: null);
        }

        return events.Count;
    }

    private static int Save(LedgerBatch batch, EgressRow egress)
    {
        batch.Session.Execute(
            "save_egress",
            ("egress_id", egress.EgressId),
            ("app", egress.App),
            ("call_cid", egress.CallCid),
            ("session_id", egress.SessionId),
            ("started_at", LedgerValues.Of(egress.StartedAt)),
            ("ended_at", LedgerValues.Of(egress.EndedAt)),
            ("status", egress.Status),
            ("reason", egress.Reason),
            ("storage", egress.Storage));
        batch.Session.Execute("drop_segments", ("egress_id", egress.EgressId));
        return egress.Segments.Sum(segment => SaveSegment(batch, egress.EgressId, segment));
    }

    private static int SaveSegment(LedgerBatch batch, string egressId, CadenceSegment segment) => batch.Session.Execute(
        "save_segment",
        ("egress_id", egressId),
        ("first_tick", segment.FirstTick),
        ("starts_at", LedgerValues.Of(segment.StartsAt)),
        ("interval_s", (long)segment.IntervalSeconds),
        ("quality", (long)segment.ShortSide),
        ("format", LedgerValues.Of(segment.Format)));
}
