using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Delivery;
using OrleansFrames.Grains.Tests.Ledger;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Capture;

/// <summary>Carries out ticks as told: unless a script says otherwise each is captured at once. Like the real one it knows overload.</summary>
internal sealed class ScriptedPipeline(FakeTickLedger ledger, TimeProvider clock) : ITickPipeline
{
    private readonly Lock _gate = new();
    private readonly List<(TickOrder Order, DateTimeOffset At)> _begun = [];
    private readonly List<TickOrder> _prepared = [];
    private readonly List<CaptureSpec> _released = [];
    private readonly HashSet<TrackRef> _running = [];
    private readonly HashSet<string> _failing = [];
    private readonly Dictionary<string, Func<TickOrder, CancellationToken, Task<TickRow>>> _scripts = [];

    public Signal Changed { get; } = new();

    public static TickRow Captured(TickOrder order) => TickRows.Of(order.Spec, order.Tick, order.DueAt, TickOutcome.Captured);

    public static TickRow Failed(TickOrder order, FailureReason reason) => TickRows.Of(order.Spec, order.Tick, order.DueAt, TickOutcome.Failed, reason);

    /// <summary>What becomes of the ticks of a user's tracks, or of all tracks of an app.</summary>
    public void Script(string app, string? user, Func<TickOrder, CancellationToken, Task<TickRow>> script)
    {
        lock (_gate)
        {
            _scripts[$"{app}/{user}"] = script;
        }
    }

    public IReadOnlyList<(TickOrder Order, DateTimeOffset At)> Begun(string app, string user)
    {
        lock (_gate)
        {
            return [.. _begun.Where(one => one.Order.Spec.App == app && one.Order.Spec.UserId == user)];
        }
    }

    public IReadOnlyList<CaptureSpec> Prepared(string app)
    {
        lock (_gate)
        {
            return [.. _prepared.Select(order => order.Spec).Where(spec => spec.App == app)];
        }
    }

    public IReadOnlyList<CaptureSpec> Released(string app)
    {
        lock (_gate)
        {
            return [.. _released.Where(spec => spec.App == app)];
        }
    }

    public async Task<TickRow> RunAsync(TickOrder order, CancellationToken cancellationToken)
    {
        TrackRef track = new(order.Spec.EgressId, order.Spec.TrackKey);
        Func<TickOrder, CancellationToken, Task<TickRow>> script;
        bool free;
        lock (_gate)
        {
            _begun.Add((order, clock.GetUtcNow()));
            free = _running.Add(track);
            script = _scripts.GetValueOrDefault($"{order.Spec.App}/{order.Spec.UserId}")
                ?? _scripts.GetValueOrDefault($"{order.Spec.App}/")
                ?? ((tick, _) => Task.FromResult(Captured(tick)));
        }

        Changed.Raise();
        if (!free)
        {
            return await WriteAsync(TickRows.Of(order.Spec, order.Tick, order.DueAt, TickOutcome.Overload));
        }

        try
        {
            return await WriteAsync(await script(order, cancellationToken));
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(track);
            }
        }
    }

    public void Prepare(TickOrder order)
    {
        lock (_gate)
        {
            _prepared.Add(order);
        }

        Changed.Raise();
    }

    /// <summary>The next release of a track of an app fails.</summary>
    public void FailRelease(string app)
    {
        lock (_gate)
        {
            _failing.Add(app);
        }
    }

    public void Release(CaptureSpec spec)
    {
        lock (_gate)
        {
            if (_failing.Remove(spec.App))
            {
                throw new InvalidOperationException("the release fails");
            }

            _released.Add(spec);
        }

        Changed.Raise();
    }

    private async Task<TickRow> WriteAsync(TickRow row)
    {
        await ledger.AppendAsync(row, null, CancellationToken.None);
        return row;
    }
}
