namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// How many key frames a worker asks for, of all senders together: each one costs its sender an encoding and everybody who watches the
/// participant a burst. After a loss that hits all tracks at once they must not all ask at once, again and again.
/// </summary>
/// <param name="perSecond">Requests a second; as many may be made up for.</param>
internal sealed class KeyFrameBudget(int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = perSecond;
    private long _filled = time.GetTimestamp();

    /// <summary>Requests made.</summary>
    public long Taken { get; private set; }

    /// <summary>Requests held back.</summary>
    public long Refused { get; private set; }

    public bool TryTake(long now)
    {
        lock (_gate)
        {
            // Whoever asks read the clock a moment ago, and another one may have asked since.
            _left = Math.Min(perSecond, _left + (perSecond * Math.Max(0, time.GetElapsedTime(_filled, now).TotalSeconds)));
            _filled = Math.Max(_filled, now);
            if (_left < 1)
            {
                Refused++;
                return false;
            }

            _left--;
            Taken++;
            return true;
        }
    }
}
