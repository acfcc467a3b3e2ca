using OrleansFrames.Apps;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Delivery;

/// <summary>An outbox in memory, with the rules of the real one and a database clock that the test moves.</summary>
internal sealed class FakeOutbox : IOutbox
{
    private readonly Lock _gate = new();
    private readonly ManualClock _clock = new();
    private readonly Dictionary<HookRef, EventHook> _hooks = [];
    private readonly List<Row> _rows = [];
    private readonly List<(HookRef Hook, int Max, string Owner)> _claims = [];
    private readonly Dictionary<HookRef, int> _found = [];
    private readonly Dictionary<HookRef, int> _dueAsked = [];
    private int _failures;

    public Signal Changed { get; } = new();

    public DateTimeOffset Now => _clock.GetUtcNow();

    public void Advance(TimeSpan time) => _clock.Advance(time);

    /// <summary>The next calls fail, as if the database were away.</summary>
    public void FailNext(int calls) => Interlocked.Exchange(ref _failures, calls);

    public void Add(HookRef hook, EventRow row, string? objectKey = null)
    {
        lock (_gate)
        {
            _rows.Add(new Row(hook, row, objectKey) { NextAt = _clock.GetUtcNow(), StoredAt = objectKey is null ? null : _clock.GetUtcNow() });
        }
    }

    public IReadOnlyList<Row> Rows(HookRef hook)
    {
        lock (_gate)
        {
            return [.. _rows.Where(row => row.Hook == hook).Select(row => row with { })];
        }
    }

    public IReadOnlyList<int> Asked(HookRef hook)
    {
        lock (_gate)
        {
            return [.. _claims.Where(claim => claim.Hook == hook).Select(claim => claim.Max)];
        }
    }

    public int TimesFound(HookRef hook)
    {
        lock (_gate)
        {
            return _found.GetValueOrDefault(hook);
        }
    }

    public int TimesDueAsked(HookRef hook)
    {
        lock (_gate)
        {
            return _dueAsked.GetValueOrDefault(hook);
        }
    }

    public Task SaveHooksAsync(string app, IReadOnlyList<EventHook> hooks, CancellationToken cancellationToken) => Do(() =>
    {
        foreach (var ended in _hooks.Keys.Where(known => known.App == app && hooks.All(hook => hook.Id != known.HookId)).ToArray())
        {
            _hooks.Remove(ended);
        }

        foreach (var hook in hooks)
        {
            _hooks[new(app, hook.Id)] = hook;
        }

        return 0;
    });

    public Task<IReadOnlyList<HookRef>> DueHooksAsync(CancellationToken cancellationToken)
        => Do<IReadOnlyList<HookRef>>(() => [.. _rows.Where(IsDue).Select(row => row.Hook).Distinct()]);

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(HookRef hook, int max, TimeSpan lease, string owner, CancellationToken cancellationToken)
        => Do<IReadOnlyList<ClaimedDelivery>>(() =>
        {
            _claims.Add((hook, max, owner));
            var due = _rows.Where(row => row.Hook == hook && IsDue(row)).OrderBy(row => row.NextAt).Take(max).ToArray();
            foreach (var row in due)
            {
                row.Attempt++;
                (row.Owner, row.LeaseUntil) = (owner, _clock.GetUtcNow() + lease);
            }

            return [.. due.Select(row => new ClaimedDelivery(row.Event, row.Attempt, row.ObjectKey, row.StoredAt))];
        });

    public Task<int> SettleAsync(HookRef hook, string owner, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) => Do(() =>
    {
        var settled = 0;
        foreach (var settlement in settlements)
        {
            var row = _rows.Single(row => row.Hook == hook && row.Event.EventId == settlement.EventId);
            if (row.Owner == owner && row.Attempt == settlement.Attempt)
            {
                (row.State, row.NextAt) = (settlement.State, _clock.GetUtcNow() + settlement.RetryIn);
                (row.Owner, row.LeaseUntil, row.Status, row.Error) = (null, null, settlement.Status, settlement.Error);
                settled++;
            }
        }

        return settled;
    });

    public Task<TimeSpan?> NextDueAsync(HookRef hook, CancellationToken cancellationToken) => Do<TimeSpan?>(() =>
    {
        _dueAsked[hook] = _dueAsked.GetValueOrDefault(hook) + 1;
        var pending = _rows.Where(row => row.Hook == hook && row.State == DeliveryState.Pending).ToArray();
        if (pending.Length == 0)
        {
            return null;
        }

        var wait = pending.Min(row => row.LeaseUntil > row.NextAt ? row.LeaseUntil.Value : row.NextAt) - _clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    });

    public Task<EventHook?> FindHookAsync(HookRef hook, CancellationToken cancellationToken) => Do(() =>
    {
        _found[hook] = _found.GetValueOrDefault(hook) + 1;
        return _hooks.GetValueOrDefault(hook);
    });

    private bool IsDue(Row row)
        => row.State == DeliveryState.Pending && row.NextAt <= _clock.GetUtcNow() && (row.LeaseUntil is null || row.LeaseUntil <= _clock.GetUtcNow());

    private async Task<T> Do<T>(Func<T> work)
    {
        await Task.Yield();
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new LedgerException("the database is away");
        }

        T result;
        lock (_gate)
        {
            result = work();
        }

        Changed.Raise();
        return result;
    }

    internal sealed record Row(HookRef Hook, EventRow Event, string? ObjectKey)
    {
        public DeliveryState State { get; set; }

        public int Attempt { get; set; }

        public DateTimeOffset NextAt { get; set; }

        public DateTimeOffset? LeaseUntil { get; set; }

        public string? Owner { get; set; }

        public DateTimeOffset? StoredAt { get; set; }

        public int? Status { get; set; }

        public string? Error { get; set; }
    }
}
