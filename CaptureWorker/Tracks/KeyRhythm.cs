namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>How far apart a track's key frames come, and what follows from it. Not for several threads at once.</summary>
internal sealed class KeyRhythm(TimeProvider time)
{
    private const int Remembered = 20;
    private const double Sparse = 0.9;
    private const double Dense = 0.7;

    // Often enough that little is left for the tick, seldom enough that the way to the decoder costs nothing beside the decoding.
    private static readonly TimeSpan AheadEvery = TimeSpan.FromSeconds(0.5);

    // A key frame later than this is not counted on any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private readonly List<TimeSpan> _spacings = [];
    private readonly List<TimeSpan> _sorted = [];
    private long? _last;
    private bool _isSparse;

    /// <summary>A key frame came.</summary>
    /// <param name="timestamp">When.</param>
    public void Beat(long timestamp)
    {
        if (_last is { } last)
        {
            if (_spacings.Count == Remembered)
            {
                _spacings.RemoveAt(0);
            }

            _spacings.Add(time.GetElapsedTime(last, timestamp));
            _sorted.Clear();
            _sorted.AddRange(_spacings);
            _sorted.Sort();
        }

        _last = timestamp;
    }

    /// <summary>The connection is another: what lies between its first key frame and the last one says nothing.</summary>
    public void Restart() => _last = null;

    /// <summary>Key frames are too far apart for ticks to live on them: one in ten comes later than 0.9 intervals. It ends below 0.7.</summary>
    /// <param name="interval">Between two ticks.</param>
    /// <param name="now">Timestamp.</param>
    public bool IsSparse(TimeSpan interval, long now)
    {
        var most = _sorted.Count == 0 ? TimeSpan.Zero : _sorted[(int)Math.Ceiling(0.9 * _sorted.Count) - 1];
        var open = _last is { } last ? time.GetElapsedTime(last, now) : TimeSpan.Zero;
        most = open > most ? open : most;
        return _isSparse = most > interval * (_isSparse ? Dense : Sparse);
    }

    /// <summary>
    /// The next tick will want what has come, and not a key frame that comes before it: the sooner it is decoded, the less is left to do
    /// then, and the less has to be kept.
    /// </summary>
    /// <param name="oldest">When the oldest picture came that is not decoded.</param>
    /// <param name="now">Timestamp.</param>
    /// <param name="asked">When the last tick asked.</param>
    /// <param name="interval">Between two ticks.</param>
    public bool WantsDecoding(long oldest, long now, long asked, TimeSpan interval) =>
        time.GetElapsedTime(oldest, now) >= AheadEvery
        && time.GetElapsedTime(asked, now) < interval * 2
        && IsSparse(interval, now)
        && !ExpectsKey(interval - time.GetElapsedTime(asked, now), now);

    /// <summary>By the usual distance, a key frame comes in that time: until then, nothing but it is worth decoding.</summary>
    public bool ExpectsKey(TimeSpan within, long now)
    {
        if (_last is not { } last || _sorted.Count == 0)
        {
            return false;
        }

        var usual = _sorted[_sorted.Count / 2];
        var passed = time.GetElapsedTime(last, now);
        return passed + within >= usual && passed < usual + Patience;
    }
}
