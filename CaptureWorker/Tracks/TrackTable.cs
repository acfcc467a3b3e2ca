using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>The tracks of a worker. Each is a lease: dropped when nobody asked for two intervals and 5 s.</summary>
internal sealed class TrackTable(
    Func<SourceDemand, IMediaSink, CancellationToken, Task<SourceFault>> play, PicturePool pool, TrackOptions options, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _tracks = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _tracks.Count;
            }
        }
    }

    public async Task<Grab> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        var entry = Lease(request);
        var hasUsed = false;
        entry.Demand.Begin();
        try
        {
            var grab = await entry.Track.GrabAsync(request, cancellationToken);
            hasUsed = grab.Result.Outcome is TickOutcome.Captured or TickOutcome.Blank;
            return grab;
        }
        finally
        {
            entry.Demand.End(hasUsed, time.GetTimestamp());
        }
    }

    public void Watch(GrabRequest request) => Lease(request);

    public void Release(string trackKey)
    {
        lock (_gate)
        {
            if (_tracks.Remove(trackKey, out var entry))
            {
                _ = entry.Track.DisposeAsync().AsTask();
            }
        }
    }

    /// <summary>Drops what nobody asks for any more, once a second, until cancelled.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            lock (_gate)
            {
                foreach (var (key, _) in _tracks.Where(each => time.GetElapsedTime(each.Value.LastAsked) > each.Value.Lease).ToArray())
                {
                    Release(key);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Entry[] entries;
        lock (_gate)
        {
            entries = [.. _tracks.Values];
            _tracks.Clear();
        }

        await Task.WhenAll(entries.Select(entry => entry.Track.DisposeAsync().AsTask()));
    }

    private Entry Lease(GrabRequest request)
    {
        lock (_gate)
        {
            if (_tracks.TryGetValue(request.TrackKey, out var entry) && entry.Source != request.Source)
            {
                Release(request.TrackKey);
                entry = null;
            }

            if (entry is null)
            {
                var demand = new SourceDemand(request.Source) { ShortSide = request.ShortSide };
                entry = new Entry(new Track(demand, play, pool, options, time), request.Source, demand);
                _tracks.Add(request.TrackKey, entry);
            }

            entry.Demand.ShortSide = request.ShortSide;
            entry.LastAsked = time.GetTimestamp();
            entry.Demand.Expect(request.Interval, Freshness.Need(request.Interval), entry.LastAsked);
            entry.Lease = (request.Interval * 2) + Grace + request.Budget;
            return entry;
        }
    }

    private sealed class Entry(Track track, TrackSource source, SourceDemand demand)
    {
        public Track Track => track;

        public TrackSource Source => source;

        public SourceDemand Demand => demand;

        public long LastAsked { get; set; }

        public TimeSpan Lease { get; set; }
    }
}
