using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>
/// Which worker plays which track: of the workers of its kind the one with the fewest, and then always the same, until the track's lease ends. Workers
/// are opened as tracks need them. Where all are full, tracks take turns.
/// </summary>
/// <param name="workers">Workers at most. The first is always open, for native tracks.</param>
/// <param name="room">Tracks that one worker of a kind takes.</param>
/// <param name="time">For leases and turns.</param>
internal sealed class TrackAssignments(int workers, Func<WorkerKind, int> room, TimeProvider time)
{
    // What the worker adds to two intervals and the budget before it drops a track.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // A connection costs time to make: whoever has one keeps it this long.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Lease> _leases = [];
    private readonly Dictionary<string, (long First, long Last)> _waiting = [];
    private readonly Slot[] _slots = [.. Enumerable.Range(0, workers).Select(index => new Slot { Kind = index == 0 ? WorkerKind.Native : null })];

    /// <summary>The worker's place; null when every worker of the kind is full.</summary>
    /// <param name="dropped">A track that has to be released elsewhere: its turn is over, or its source is of another kind now.</param>
    public int? Assign(GrabRequest request, out (string TrackKey, int Worker)? dropped)
    {
        dropped = null;
        var (key, kind) = (request.TrackKey, request.Source.KindOf());
        if (_leases.TryGetValue(key, out var lease) && _slots[lease.Worker].Kind != kind)
        {
            dropped = (key, lease.Worker);
            Release(key);
            lease = null;
        }

        if (lease is null)
        {
            if ((Place(kind) ?? TakeTurn(key, kind, ref dropped)) is not { } worker)
            {
                return null;
            }

            _waiting.Remove(key);
            _slots[worker].Load++;
            _leases[key] = lease = new Lease(worker, time.GetTimestamp());
        }

        lease.Asked = time.GetTimestamp();
        lease.Length = (request.Interval * 2) + request.Budget + Grace;
        return lease.Worker;
    }

    /// <summary>Forgets a track; its worker, or null when the track is unknown.</summary>
    public int? Release(string trackKey)
    {
        _waiting.Remove(trackKey);
        if (!_leases.Remove(trackKey, out var lease))
        {
            return null;
        }

        _slots[lease.Worker].Load--;
        return lease.Worker;
    }

    /// <summary>The kind of a worker's tracks; null when it is closed.</summary>
    public WorkerKind? KindOf(int worker) => _slots[worker].Kind;

    /// <summary>Closes workers that had no track for a minute.</summary>
    /// <returns>Those it closed.</returns>
    public IReadOnlyList<int> CloseIdle()
    {
        Expire();
        var closed = new List<int>();
        for (var worker = 1; worker < workers; worker++)
        {
            var slot = _slots[worker];
            slot.IdleSince = slot is { Kind: not null, Load: 0 } ? slot.IdleSince ?? time.GetTimestamp() : null;
            if (slot.IdleSince is { } since && time.GetElapsedTime(since) >= IdleLife)
            {
                (slot.Kind, slot.IdleSince) = (null, null);
                closed.Add(worker);
            }
        }

        return closed;
    }

    private int? Place(WorkerKind kind)
    {
        if ((LeastLoaded(kind) ?? Open(kind)) is { } worker)
        {
            return worker;
        }

        Expire();
        return LeastLoaded(kind);
    }

    private int? LeastLoaded(WorkerKind kind)
    {
        int? least = null;
        for (var worker = 0; worker < workers; worker++)
        {
            if (_slots[worker].Kind == kind && _slots[worker].Load < room(kind) && (least is null || _slots[worker].Load < _slots[least.Value].Load))
            {
                least = worker;
            }
        }

        return least;
    }

    /// <summary>The last closed place is kept for the kind that has none yet.</summary>
    private int? Open(WorkerKind kind)
    {
        var closed = Enumerable.Range(0, workers).Where(worker => _slots[worker].Kind is null).ToList();
        if (closed.Count == 0 || (closed.Count == 1 && _slots.All(slot => slot.Kind is null || slot.Kind == kind)))
        {
            return null;
        }

        _slots[closed[0]].Kind = kind;
        return closed[0];
    }

    /// <summary>Who has waited for a turn's length takes the place of the one that has had its place longest.</summary>
    private int? TakeTurn(string trackKey, WorkerKind kind, ref (string TrackKey, int Worker)? dropped)
    {
        var now = time.GetTimestamp();
        var first = _waiting.TryGetValue(trackKey, out var wait) ? wait.First : now;
        _waiting[trackKey] = (first, now);
        if (dropped is not null || time.GetElapsedTime(first, now) < Turn)
        {
            return null;
        }

        var longest = _leases.Where(each => _slots[each.Value.Worker].Kind == kind).DefaultIfEmpty().MinBy(each => each.Value?.Since);
        if (longest.Value is not { } held || time.GetElapsedTime(held.Since, now) < Turn)
        {
            return null;
        }

        dropped = (longest.Key, held.Worker);
        return Release(longest.Key);
    }

    private void Expire()
    {
        foreach (var (key, lease) in _leases.Where(each => time.GetElapsedTime(each.Value.Asked) > each.Value.Length).ToArray())
        {
            _leases.Remove(key);
            _slots[lease.Worker].Load--;
        }

        foreach (var (key, _) in _waiting.Where(each => time.GetElapsedTime(each.Value.Last) > Forgotten).ToArray())
        {
            _waiting.Remove(key);
        }
    }

    private sealed class Lease(int worker, long since)
    {
        public int Worker => worker;

        public long Since => since;

        public long Asked { get; set; }

        public TimeSpan Length { get; set; }
    }

    private sealed class Slot
    {
        public WorkerKind? Kind { get; set; }

        public int Load { get; set; }

        public long? IdleSince { get; set; }
    }
}
