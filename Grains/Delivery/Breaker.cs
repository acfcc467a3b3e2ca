namespace OrleansFrames.Delivery;

/// <summary>
/// Keeps a hook whose far side fails from using up the attempts of its events. Opens at 10 failures in a row, or when 70 % of at least 20
/// attempts of the last five minutes failed; then lets one real event through at a time, with growing pauses, until one is delivered.
/// </summary>
/// <param name="pause">The first pause; it doubles up to <paramref name="longestPause"/>.</param>
internal sealed class Breaker(TimeProvider clock, TimeSpan pause, TimeSpan longestPause)
{
    private const int StraightFailures = 10;
    private const int LeastAttempts = 20;
    private const double FailedShare = 0.7;

    private FailureWindow _window = new(clock);
    private TimeSpan? _grown;
    private long _openedAt;
    private bool _trialIsOut;
    private int _straight;

    private TimeSpan Pause => _grown ?? pause;

    public bool IsOpen { get; private set; }

    /// <summary>How long until it lets an event through; zero when it does.</summary>
    public TimeSpan OpensIn
    {
        get
        {
            var left = IsOpen ? Pause - clock.GetElapsedTime(_openedAt) : TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>How many of the wanted attempts may be made now.</summary>
    public int Permits(int wanted)
    {
        if (!IsOpen)
        {
            return wanted;
        }

        return OpensIn > TimeSpan.Zero || _trialIsOut ? 0 : Math.Min(wanted, 1);
    }

    public void Started() => _trialIsOut = IsOpen;

    public void Succeeded()
    {
        if (IsOpen && !_trialIsOut)
        {
            // An attempt from before it opened: one late success among failures proves nothing.
            return;
        }

        _straight = 0;
        if (IsOpen)
        {
            (IsOpen, _trialIsOut, _grown, _window) = (false, false, null, new FailureWindow(clock));
        }

        _window.Add(failed: false);
    }

    public void Failed()
    {
        if (IsOpen)
        {
            if (_trialIsOut)
            {
                _grown = Pause * 2 < longestPause ? Pause * 2 : longestPause;
                Open();
            }

            return;
        }

        _straight++;
        _window.Add(failed: true);
        var (total, failed) = _window.Count();
        if (_straight >= StraightFailures || (total >= LeastAttempts && failed >= FailedShare * total))
        {
            Open();
        }
    }

    private void Open() => (IsOpen, _trialIsOut, _openedAt, _straight) = (true, false, clock.GetTimestamp(), 0);
}
