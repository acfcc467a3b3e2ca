using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Storage;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Ledger;

internal sealed class TickLedger(LedgerWriter writer, LedgerReaders readers) : ITickLedger
{
    public Task<bool> AppendAsync(TickRow tick, EventRow? announcement, CancellationToken cancellationToken)
    {
        if (announcement is not null && tick.Outcome != TickOutcome.Captured)
        {
            throw new ArgumentException($"Only a captured tick is announced; this one is {tick.Outcome}.", nameof(announcement));
        }

        // An external storage has made the picture durable before it answered.
        StoredObject? picture = tick is { Outcome: TickOutcome.Captured, ObjectKey: { } key } && PictureKey.Parse(key).IsBuiltIn
            ? new StoredObject(tick.App, key)
            : null;
        return writer.RunAsync(batch => Append(batch, tick, announcement), cancellationToken, rows: 1, picture, writer.Window);
    }

    public async Task FillAsync(IReadOnlyList<TickRow> ticks, CancellationToken cancellationToken)
    {
        if (ticks.Count > 0)
        {
            await writer.RunAsync(batch => ticks.Count(tick => Save(batch, tick with { Provisional = true })), cancellationToken, ticks.Count);
        }
    }

    public Task<long?> LastTickAsync(string egressId, string trackKey, CancellationToken cancellationToken) => readers.ReadAsync(
        session => session.Query(
            "last_tick", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), ("egress_id", egressId), ("track_key", trackKey)).Single(),
        cancellationToken);

    private static bool Append(LedgerBatch batch, TickRow tick, EventRow? announcement)
    {
        if (!Save(batch, tick))
        {
            return IsSame(batch, tick);
        }

        if (announcement is not null)
        {
            batch.Announce(announcement, tick);
        }

        return true;
    }

    private static bool Save(LedgerBatch batch, TickRow tick)
        => batch.Session.Query("save_tick", _ => true, TickColumns.Values(tick)).Count == 1;

    // A repeat of an append whose answer was lost is not a loser.
    private static bool IsSame(LedgerBatch batch, TickRow tick) => batch.Session.Query(
        "is_same_tick",
        _ => true,
        ("egress_id", tick.EgressId),
        ("track_key", tick.TrackKey),
        ("tick", tick.Tick),
        ("provisional", LedgerValues.Of(tick.Provisional)),
        ("outcome", LedgerValues.Of(tick.Outcome)),
        ("reason", LedgerValues.Of(tick.Reason)),
        ("object_key", tick.ObjectKey)).Count == 1;
}
