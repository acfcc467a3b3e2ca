namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>
/// Which ticks are worth asking a worker for. Each track's pictures cost what they were measured to cost; where all tracks together would cost more
/// than there is, each gets the same share of its ticks, in rotation, and what is refused is refused before any work.
/// </summary>
internal sealed class FairAdmission(TimeProvider time)
{
    // Until a track's first picture it is taken to cost what the others do; before any, this.
    private const double FirstGuess = 0.008;
    private const double NewWeight = 0.25;
    private const double GoldenRatio = 0.6180339887498949;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _tracks = [];
    private double _mean = FirstGuess;
    private double _nextCredit;

    /// <summary>Share of its ticks that each track gets, 0 to 1.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>What all ticks would cost, in processor seconds a second.</summary>
    public double Demand { get; private set; }

    /// <summary>Whether this tick is the track's turn.</summary>
    public bool Admit(string track, TimeSpan interval)
    {
        lock (_gate)
        {
            if (!_tracks.TryGetValue(track, out var entry))
            {
                // Spread evenly, so that tracks that begin together are not refused together.
                _nextCredit = (_nextCredit + GoldenRatio) % 1;
                _tracks[track] = entry = new Entry { Credit = _nextCredit };
            }

            (entry.Interval, entry.Asked) = (interval, time.GetTimestamp());
            entry.Credit += Share;
            if (entry.Credit < 1)
            {
                return false;
            }

            entry.Credit -= 1;
            return true;
        }
    }

    /// <summary>What a picture of the track has cost in processor time.</summary>
    public void Observe(string track, TimeSpan cost)
    {
        lock (_gate)
        {
            if (_tracks.TryGetValue(track, out var entry))
            {
                entry.Cost = entry.Cost is { } known ? known + (NewWeight * (cost.TotalSeconds - known)) : cost.TotalSeconds;
            }
        }
    }

    public void Forget(string track)
    {
        lock (_gate)
        {
            _tracks.Remove(track);
        }
    }

    /// <summary>Shares out what there is among the tracks that ask; once a second.</summary>
    /// <param name="capacity">Processor seconds a second.</param>
    public void Plan(double capacity)
    {
        lock (_gate)
        {
            foreach (var (track, _) in _tracks.Where(each => time.GetElapsedTime(each.Value.Asked) > (each.Value.Interval * 2) + Grace).ToArray())
            {
                _tracks.Remove(track);
            }

            var known = _tracks.Values.Where(entry => entry.Cost is not null).ToList();
            _mean = known.Count > 0 ? known.Average(entry => entry.Cost!.Value) : FirstGuess;
            Demand = _tracks.Values.Sum(entry => (entry.Cost ?? _mean) / Math.Max(entry.Interval.TotalSeconds, 0.001));
            Share = Demand <= capacity ? 1 : capacity / Demand;
        }
    }

    private sealed class Entry
    {
        public double? Cost { get; set; }

        public TimeSpan Interval { get; set; }

        public double Credit { get; set; }

        public long Asked { get; set; }
    }
}
