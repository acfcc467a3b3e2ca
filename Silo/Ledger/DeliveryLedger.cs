using System.Data.Common;
using System.Text.Json;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

internal sealed class DeliveryLedger(LedgerWriter writer, LedgerReaders readers) : IDeliveryLedger
{
    public Task<EventDeliveries?> OfAsync(string app, Guid eventId, CancellationToken cancellationToken)
        => readers.ReadAsync(session => Read(session, app, eventId), cancellationToken);

    public Task<ReplayResult> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
        => writer.RunAsync(batch => Replay(batch, request), cancellationToken);

    private static EventDeliveries? Read(LedgerSession session, string app, Guid eventId)
    {
        var id = LedgerValues.Of(eventId);
        if (session.Query("find_event", _ => true, ("app", app), ("event_id", id)).Count == 0)
        {
            return null;
        }

        var failed = session.Query(
            "failed_attempts",
            row => (HookId: row.GetString(0), Attempt: new FailedAttempt(row.GetInt32(1), row.Time(2), row.MaybeInt(3), row.MaybeText(4))),
            ("event_id", id)).ToLookup(row => row.HookId, row => row.Attempt);
        return new(eventId, session.Query("deliveries_of_event", row => Delivery(row, failed), ("event_id", id)));
    }

    private static HookDelivery Delivery(DbDataReader row, ILookup<string, FailedAttempt> failed)
    {
        var (hookId, state, isPending) = (row.GetString(0), row.GetString(1), row.GetString(1) == LedgerValues.Of(DeliveryState.Pending));
        return new(
            hookId,
            state,
            row.GetInt32(2),
            isPending && !row.Flag(4) ? row.Time(3) : null,
            isPending ? null : row.Time(3),
            row.MaybeInt(5),
            row.MaybeText(6),
            [.. failed[hookId]]);
    }

    private static ReplayResult Replay(LedgerBatch batch, ReplayRequest request)
    {
        (string, object?)[] values =
        [
            ("app", request.App),
            ("hook_id", request.HookId),
            ("most", (long)ReplayRequest.Most),
        ];
        var hooks = request switch
        {
            { EventIds: { } ids } => Owe("replay_events", ("event_ids", JsonSerializer.Serialize(ids.Select(LedgerValues.Of)))),
            { DeadSince: { } since } => Owe("replay_dead", ("since", LedgerValues.Of(since))),
            _ => Owe("replay_range", ("first", request.FirstSeq ?? 1), ("last", request.LastSeq ?? long.MaxValue)),
        };
        hooks.Distinct().ToList().ForEach(hook => batch.Touch(new(request.App, hook)));
        return new(hooks.Count, hooks.Count >= ReplayRequest.Most);

        List<string> Owe(string query, params (string, object?)[] more) => batch.Session.Query(query, row => row.GetString(0), [.. values, .. more]);
    }
}
