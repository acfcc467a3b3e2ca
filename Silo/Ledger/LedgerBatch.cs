using System.Text.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

/// <summary>One transaction of the writer. Items see each other's writes; an item that fails takes back only its own.</summary>
internal sealed class LedgerBatch(LedgerSession session)
{
    private readonly List<(string App, string EventId)> _events = [];
    private readonly List<HookRef> _hooks = [];

    public LedgerSession Session => session;

    /// <summary>Hooks that may have something to deliver once this is committed.</summary>
    public IReadOnlyCollection<HookRef> TouchedHooks => [.. _hooks.Distinct()];

    public void Begin() => session.Execute("begin");

    /// <summary>Carries out all items, without a way back for one alone: what nearly every batch needs, and much the cheapest.</summary>
    /// <returns>False when one failed; then nothing of the batch is there, nor its transaction.</returns>
    public bool TryAll(IReadOnlyList<LedgerWork> items)
    {
        try
        {
            foreach (var item in items)
            {
                item.Run(this);
            }

            return true;
        }
        catch (Exception failure)
        {
            Undo("rollback", failure);
            return false;
        }
    }

    /// <summary>Carries out an item. Throws only where the transaction itself is lost.</summary>
    /// <returns>Why the item failed, or null.</returns>
    public Exception? Try(LedgerWork item)
    {
        var (events, hooks) = (_events.Count, _hooks.Count);
        session.Execute("item_begin");
        try
        {
            item.Run(this);
        }
        catch (Exception failure)
        {
            _events.RemoveRange(events, _events.Count - events);
            _hooks.RemoveRange(hooks, _hooks.Count - hooks);
            Undo("item_undo", failure);
            return failure;
        }

        session.Execute("item_keep");
        return null;
    }

    /// <summary>Sequence numbers last: what holds a lock on an app's counter must be short.</summary>
    public void Commit()
    {
        foreach (var app in _events.GroupBy(fresh => fresh.App).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var ids = app.Select(fresh => fresh.EventId).ToArray();
            var last = session.Query("take_seq", row => row.GetInt64(0), ("app", app.Key), ("count", (long)ids.Length)).Single();
            var given = session.Execute("give_seq", ("first", last - ids.Length + 1), ("event_ids", JsonSerializer.Serialize(ids)));
            if (given != ids.Length)
            {
                throw new InvalidOperationException($"{ids.Length} events of {app.Key} got {given} sequence numbers.");
            }
        }

        session.Execute("commit");
    }

    /// <summary>Writes an event and the deliveries that it owes; one that is there already is skipped.</summary>
    public void Announce(EventRow row, TickRow? tick)
    {
        var eventId = LedgerValues.Of(row.EventId);
        var fresh = session.Execute(
            "save_event",
            ("event_id", eventId),
            ("app", row.App),
            ("call_cid", row.CallCid),
            ("type", row.Type),
            ("created_at", LedgerValues.Of(row.CreatedAt)),
            ("payload", row.Payload),
            ("object_key", tick?.ObjectKey),
            ("stored_at", LedgerValues.Of(tick?.StoredAt))) == 1;
        if (fresh)
        {
            _events.Add((row.App, eventId));
            _hooks.AddRange(session.Query(
                "owe_deliveries", hook => new HookRef(row.App, hook.GetString(0)), ("event_id", eventId), ("app", row.App), ("type", row.Type)));
        }
    }

    public void Touch(HookRef hook) => _hooks.Add(hook);

    private void Undo(string query, Exception failure)
    {
        try
        {
            session.Execute(query);
        }
        catch (Exception lost)
        {
            // A full disk or an input/output error rolls the whole transaction back, and the savepoint with it.
            throw new AggregateException(failure, lost);
        }
    }
}
