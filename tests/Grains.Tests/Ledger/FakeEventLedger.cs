using OrleansFrames.Grains.Tests.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Ledger;

/// <summary>Events and recordings in memory, by the rules of the real ledger: an event that is there is skipped.</summary>
internal sealed class FakeEventLedger : IEventLedger
{
    private readonly Lock _gate = new();
    private readonly List<EventRow> _events = [];
    private readonly Dictionary<string, EgressRow> _egresses = [];
    private Func<string, Exception?> _fails = _ => null;
    private int _failures;

    public Signal Changed { get; } = new();

    /// <summary>How many calls failed.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Calls fail with what this gives: for a type of event, or <c>egress</c> and a recording's status.</summary>
    public void Fail(Func<string, Exception?> fails) => Volatile.Write(ref _fails, fails);

    public void GoAway() => Fail(_ => new LedgerException("the database is away"));

    public void ComeBack() => Fail(_ => null);

    public IReadOnlyList<EventRow> Events(string cid)
    {
        lock (_gate)
        {
            return [.. _events.Where(row => row.CallCid == cid)];
        }
    }

    /// <summary>The types of a call's events without their common beginning.</summary>
    public string[] Types(string cid) => [.. Events(cid).Select(row => row.Type.Replace("call.", "", StringComparison.Ordinal))];

    public IReadOnlyList<EgressRow> Egresses(string cid)
    {
        lock (_gate)
        {
            return [.. _egresses.Values.Where(row => row.CallCid == cid).OrderBy(row => row.StartedAt)];
        }
    }

    public Task UntilAsync(Func<bool> condition, string what) => Changed.UntilAsync(condition, what);

    public Task UntilTypeAsync(string cid, string type, int times = 1)
        => UntilAsync(() => Types(cid).Count(one => one == type) >= times, $"{times} {type} of {cid}");

    public async Task AppendAsync(IReadOnlyList<EventRow> events, CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var row in events)
        {
            ThrowIfAway(row.Type);
        }

        lock (_gate)
        {
            _events.AddRange(events.Where(row => _events.TrueForAll(known => known.EventId != row.EventId)));
        }

        Changed.Raise();
    }

    public async Task SaveEgressAsync(EgressRow egress, CancellationToken cancellationToken)
    {
        await Task.Yield();
        ThrowIfAway($"egress {egress.Status}");
        lock (_gate)
        {
            _egresses[egress.EgressId] = egress;
        }

        Changed.Raise();
    }

    private void ThrowIfAway(string what)
    {
        if (Volatile.Read(ref _fails)(what) is { } error)
        {
            Interlocked.Increment(ref _failures);
            Changed.Raise();
            throw error;
        }
    }
}
