using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

/// <summary>
/// Watches a track's outcomes for what its call must know: it runs, the service itself has let nothing through for three intervals, or its source
/// cannot be reached.
/// </summary>
internal sealed class TrackHealth
{
    private const int Patience = 3;

    // One tick that misses its source is no more than a hiccup; a source that comes and goes must not be told of each time.
    private const int Misses = 2;

    private int _ownFaults;
    private int _missed;
    private DateTimeOffset? _missedSince;
    private bool _running;
    private (bool Running, bool Blocked, DateTimeOffset? UnreachableSince) _told;

    /// <summary>What the call does not know yet after this row, or null. It is given again until <see cref="Told"/>.</summary>
    public TrackReport? Observe(TickRow row)
    {
        _ownFaults = row.IsOwnFault() ? _ownFaults + 1 : 0;
        _running |= row.Outcome == TickOutcome.Captured;
        switch (row.IsUnreached())
        {
            case true:
                _missed++;
                _missedSince ??= row.DueAt;
                break;
            case false:
                _missed = 0;
                _missedSince = null;
                break;
        }

        var blocked = _ownFaults >= Patience;
        var unreachable = _missed >= Misses ? _missedSince : null;
        return (_running, blocked, unreachable) == _told
            ? null
            : new(row.EgressId, row.TrackKey, _running, blocked, blocked ? row.Reason : null, unreachable);
    }

    /// <summary>The call has heard the report.</summary>
    public void Told(TrackReport report) => _told = (report.Running, report.Blocked, report.UnreachableSince);

    /// <summary>The call may have forgotten what it heard: it has sent its spec again.</summary>
    public void Repeat() => _told = default;
}
