namespace OrleansFrames.CaptureWorker.Sources.Net;

/// <summary>
/// Wakes all readers of sockets together, some times a second, on one thread: a wake-up for each packet of hundreds of cameras would cost more
/// than what is in them. Rests while nobody waits.
/// </summary>
/// <param name="period">How late a packet may be read.</param>
internal sealed class ReadPulse(TimeSpan period, TimeProvider time)
{
    private readonly Lock _gate = new();
    private List<PulseWaiter> _waiting = [];
    private List<PulseWaiter> _due = [];
    private bool _isBeating;

    /// <summary>Between two beats.</summary>
    public TimeSpan Period => period;

    /// <summary>Timestamp of the newest beat; 0 before the first.</summary>
    public long LastBeat { get; private set; }

    /// <summary>Wakes it at the next beat, once.</summary>
    public void Enlist(PulseWaiter waiter)
    {
        lock (_gate)
        {
            _waiting.Add(waiter);
            if (!_isBeating)
            {
                _isBeating = true;
                _ = Task.Run(BeatAsync, CancellationToken.None);
            }
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _isBeating = false;
                    return;
                }

                (_due, _waiting) = (_waiting, _due);
            }

            LastBeat = time.GetTimestamp();

            // What they do goes on right here: no thread is woken for it.
            foreach (var waiter in _due)
            {
                waiter.Wake();
            }

            _due.Clear();
        }
    }
}
