using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Which worker plays which track: the one with the fewest, and then always the same, until the track's lease ends.</summary>
internal sealed class TrackAssignments(int workers, int tracksPerWorker, TimeProvider time)
{
    // What the worker adds to two intervals and the budget before it drops a track.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lease> _leases = [];
    private readonly int[] _load = new int[workers];

    /// <summary>The worker's index; null when every worker is full.</summary>
    public int? Assign(GrabRequest request)
    {
        lock (_gate)
        {
            if (!_leases.TryGetValue(request.TrackKey, out var lease))
            {
                if (LeastLoaded() is not { } worker)
                {
                    return null;
                }

                _load[worker]++;
                _leases[request.TrackKey] = lease = new Lease(worker);
            }

            lease.Asked = time.GetTimestamp();
            lease.Length = (request.Interval * 2) + request.Budget + Grace;
            return lease.Worker;
        }
    }

    /// <summary>Forgets a track; its worker, or null when the track is unknown.</summary>
    public int? Release(string trackKey)
    {
        lock (_gate)
        {
            if (!_leases.Remove(trackKey, out var lease))
            {
                return null;
            }

            _load[lease.Worker]--;
            return lease.Worker;
        }
    }

    private int? LeastLoaded()
    {
        var least = Array.IndexOf(_load, _load.Min());
        if (_load[least] >= tracksPerWorker)
        {
            Expire();
            least = Array.IndexOf(_load, _load.Min());
        }

        return _load[least] < tracksPerWorker ? least : null;
    }

    private void Expire()
    {
        foreach (var (key, lease) in _leases.Where(each => time.GetElapsedTime(each.Value.Asked) > each.Value.Length).ToArray())
        {
            _leases.Remove(key);
            _load[lease.Worker]--;
        }
    }

    private sealed class Lease(int worker)
    {
        public int Worker => worker;

        public long Asked { get; set; }

        public TimeSpan Length { get; set; }
    }
}
