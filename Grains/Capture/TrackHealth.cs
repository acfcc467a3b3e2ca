using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

/// <summary>Watches a track's outcomes for what its call must know: it runs, or the service itself has let nothing through for three intervals.</summary>
internal sealed class TrackHealth
{
    private const int Patience = 3;

    private int _ownFaults;
    private bool _running;
    private (bool Running, bool Blocked) _told;

    /// <summary>What the call does not know yet after this row, or null. It is given again until <see cref="Told"/>.</summary>
    public TrackReport? Observe(TickRow row)
    {
        _ownFaults = row.IsOwnFault() ? _ownFaults + 1 : 0;
        _running |= row.Outcome == TickOutcome.Captured;
        var blocked = _ownFaults >= Patience;
        return (_running, blocked) == _told ? null : new(row.EgressId, row.TrackKey, _running, blocked, blocked ? row.Reason : null);
    }

    /// <summary>The call has heard the report.</summary>
    public void Told(TrackReport report) => _told = (report.Running, report.Blocked);

    /// <summary>The call may have forgotten what it heard: it has sent its spec again.</summary>
    public void Repeat() => _told = default;
}
