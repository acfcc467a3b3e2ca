using System.Text.Json;
using OrleansFrames.Apps;
using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Hosting.Keys;

namespace OrleansFrames.Silo.Ledger;

internal sealed class Outbox(LedgerWriter writer, LedgerReaders readers, KeyRing keys) : IOutbox
{
    private const string Purpose = "hook-config";

    public Task SaveHooksAsync(string app, IReadOnlyList<EventHook> hooks, CancellationToken cancellationToken)
    {
        if (hooks.FirstOrDefault(hook => hook.Id.Length == 0) is { } nameless)
        {
            throw new ArgumentException($"A {nameless.HookType} hook has no id.", nameof(hooks));
        }

        var sealedHooks = hooks.Select(hook => (hook, Config: Seal(app, hook))).ToArray();
        return writer.RunAsync(batch => Save(batch, app, sealedHooks), cancellationToken, 1 + hooks.Count);
    }

    public Task<IReadOnlyList<HookRef>> DueHooksAsync(CancellationToken cancellationToken) => readers.ReadAsync<IReadOnlyList<HookRef>>(
        session => session.Query("due_hooks", row => new HookRef(row.GetString(0), row.GetString(1))), cancellationToken);

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(HookRef hook, int max, TimeSpan lease, string owner, CancellationToken cancellationToken)
        => writer.RunAsync<IReadOnlyList<ClaimedDelivery>>(
            batch =>
            {
                var ids = batch.Session.Query(
                    "claim",
                    row => row.GetInt64(0),
                    ("app", hook.App),
                    ("hook_id", hook.HookId),
                    ("owner", owner),
                    ("lease", LedgerValues.Of(lease)),
                    ("max", (long)max));
                return ids.Count == 0 ? [] : batch.Session.Query(
                    "claimed",
                    row => new ClaimedDelivery(EventColumns.Read(row), row.GetInt32(7), row.MaybeText(8), row.MaybeTime(9)),
                    ("delivery_ids", JsonSerializer.Serialize(ids)));
            },
            cancellationToken,
            max);

    public async Task<int> SettleAsync(HookRef hook, string owner, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
        => settlements.Count == 0
            ? 0
            : await writer.RunAsync(
                batch => settlements.Sum(settlement => Settle(batch, hook, owner, settlement)), cancellationToken, settlements.Count);

    public Task<TimeSpan?> NextDueAsync(HookRef hook, CancellationToken cancellationToken) => readers.ReadAsync(
        session => session.Query(
            "next_due",
            row => row.IsDBNull(0) ? (TimeSpan?)null : TimeSpan.FromTicks(Math.Max(0, row.GetInt64(0)) / 100),
            ("app", hook.App),
            ("hook_id", hook.HookId)).Single(),
        cancellationToken);

    public Task<EventHook?> FindHookAsync(HookRef hook, CancellationToken cancellationToken) => readers.ReadAsync(
        session => session.Query("find_hook", row => row.GetFieldValue<byte[]>(0), ("app", hook.App), ("hook_id", hook.HookId)) is [var config]
            ? Open(hook, config)
            : null,
        cancellationToken);

    private static int Save(LedgerBatch batch, string app, (EventHook Hook, byte[] Config)[] hooks)
    {
        var kept = JsonSerializer.Serialize(hooks.Select(hook => hook.Hook.Id));
        foreach (var ended in batch.Session.Query("end_hooks", row => row.GetString(0), ("app", app), ("hook_ids", kept)))
        {
            batch.Session.Execute("bury_deliveries", ("app", app), ("hook_id", ended));
        }

        foreach (var (hook, config) in hooks)
        {
            batch.Session.Execute(
                "save_hook",
                ("app", app),
                ("hook_id", hook.Id),
                ("enabled", LedgerValues.Of(hook.Enabled)),
                ("event_types", JsonSerializer.Serialize(hook.EventTypes)),
                ("product", hook.Product),
                ("config_enc", config));

            // A hook that was enabled again has what was owed to it before.
            batch.Touch(new HookRef(app, hook.Id));
        }

        return hooks.Length;
    }

    private static int Settle(LedgerBatch batch, HookRef hook, string owner, Settlement settlement)
    {
        var settled = batch.Session.Execute(
            "settle",
            ("app", hook.App),
            ("hook_id", hook.HookId),
            ("event_id", LedgerValues.Of(settlement.EventId)),
            ("owner", owner),
            ("attempt", (long)settlement.Attempt),
            ("state", LedgerValues.Of(settlement.State)),
            ("retry_in", LedgerValues.Of(settlement.RetryIn)),
            ("last_status", (long?)settlement.Status),
            ("last_error", settlement.Error));
        if (settled == 1 && settlement.State != DeliveryState.Delivered)
        {
            batch.Session.Execute(
                "save_attempt",
                ("event_id", LedgerValues.Of(settlement.EventId)),
                ("hook_id", hook.HookId),
                ("retry_in", LedgerValues.Of(settlement.RetryIn)));
        }

        return settled;
    }

    private byte[] Seal(string app, EventHook hook)
        => keys.Seal(app, Purpose, JsonSerializer.SerializeToUtf8Bytes(hook, FramesJson.Rfc3339), hook.Id);

    private EventHook? Open(HookRef hook, byte[] config)
        => JsonSerializer.Deserialize<EventHook>(keys.Open(hook.App, Purpose, config, hook.HookId), FramesJson.Rfc3339);
}
