using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

/// <summary>Watches a track's outcomes for what its call must know: it runs, or the service itself has let nothing through for three intervals.</summary>
internal sealed class TrackHealth
{
    private const int Patience = 3;

    private int _ownFaults;
    private bool _running;
    private bool _blocked;

    /// <summary>The change that a row makes, or null.</summary>
    public TrackReport? Observe(TickRow row)
    {
        _ownFaults = row.IsOwnFault() ? _ownFaults + 1 : 0;
        var running = _running || row.Outcome == TickOutcome.Captured;
        var blocked = _ownFaults >= Patience;
        if (running == _running && blocked == _blocked)
        {
            return null;
        }

        (_running, _blocked) = (running, blocked);
        return new(row.EgressId, row.TrackKey, running, blocked, blocked ? row.Reason : null);
    }
}
