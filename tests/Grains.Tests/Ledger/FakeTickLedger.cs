using OrleansFrames.Grains.Tests.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Ledger;

/// <summary>The account of ticks in memory, by the rules of the real one.</summary>
internal sealed class FakeTickLedger : ITickLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TrackRef, SortedDictionary<long, TickRow>> _rows = [];

    private Func<Task> _beforeLastTick = () => Task.CompletedTask;
    private int _asking;
    private int _mostAsking;

    public Signal Changed { get; } = new();

    /// <summary>How many have asked for a last tick at the same time, at most.</summary>
    public int MostAsking => Volatile.Read(ref _mostAsking);

    public int Asking => Volatile.Read(ref _asking);

    /// <summary>What the answer to a question for the last tick waits for.</summary>
    public void HoldLastTick(Func<Task> before) => Volatile.Write(ref _beforeLastTick, before);

    public IReadOnlyList<TickRow> Rows(string egressId, string trackKey)
    {
        lock (_gate)
        {
            return _rows.TryGetValue(new(egressId, trackKey), out var rows) ? [.. rows.Values] : [];
        }
    }

    public Task<bool> AppendAsync(TickRow tick, EventRow? announcement, CancellationToken cancellationToken)
    {
        bool wins;
        lock (_gate)
        {
            var rows = Of(tick);
            wins = !rows.TryGetValue(tick.Tick, out var known) || known.Provisional;
            if (wins)
            {
                rows[tick.Tick] = tick with { Late = known is not null };
            }
        }

        Changed.Raise();
        return Task.FromResult(wins);
    }

    public Task FillAsync(IReadOnlyList<TickRow> ticks, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var tick in ticks)
            {
                Of(tick).TryAdd(tick.Tick, tick);
            }
        }

        Changed.Raise();
        return Task.CompletedTask;
    }

    public async Task<long?> LastTickAsync(string egressId, string trackKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _mostAsking = Math.Max(_mostAsking, ++_asking);
        }

        Changed.Raise();
        await Volatile.Read(ref _beforeLastTick)();
        Interlocked.Decrement(ref _asking);
        var rows = Rows(egressId, trackKey);
        return rows.Count == 0 ? null : rows[^1].Tick;
    }

    private SortedDictionary<long, TickRow> Of(TickRow tick)
    {
        TrackRef track = new(tick.EgressId, tick.TrackKey);
        if (!_rows.TryGetValue(track, out var rows))
        {
            _rows[track] = rows = [];
        }

        return rows;
    }
}
