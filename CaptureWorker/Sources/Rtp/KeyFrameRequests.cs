namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// When to ask a sender for a key frame: so long before the next tick that one has come by then, and only if that tick could not use the newest one.
/// A picture that was lost is not asked for by itself; what counts is what the next tick finds. For one thread.
/// </summary>
internal sealed class KeyFrameRequests(SourceDemand demand, KeyFrameBudget budget, TimeProvider time)
{
    /// <summary>Between two requests at least.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestLead = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestLead = TimeSpan.FromMilliseconds(1500);

    // What ticks and answers vary by.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(150);

    // A tick that waits this long has not found a picture.
    private static readonly TimeSpan Starved = TimeSpan.FromMilliseconds(200);

    // A tick that is this late will not come: nobody asks any more, or not in this rhythm.
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    // A sender that never answers is asked less and less, this often at least.
    private static readonly TimeSpan LongestSpacing = TimeSpan.FromSeconds(15);
    private const int PatientRequests = 3;

    private long _key;
    private long _asked;
    private int _unanswered;
    private bool _isBroken = true;
    private TimeSpan _answer = TimeSpan.FromMilliseconds(150);
    private TimeSpan _deviation;

    /// <summary>How long before a tick a key frame is asked for.</summary>
    public TimeSpan Lead
    {
        get
        {
            var lead = _answer + (3 * _deviation) + Margin;
            return lead < ShortestLead ? ShortestLead : lead > LongestLead ? LongestLead : lead;
        }
    }

    /// <summary>A key frame has come as a whole.</summary>
    /// <param name="arrival">Timestamp of its first packet.</param>
    /// <param name="now">Timestamp of its last.</param>
    public void Came(long arrival, long now)
    {
        (_key, _isBroken) = (arrival, false);
        if (_unanswered > 0)
        {
            var answer = time.GetElapsedTime(_asked, now);
            Measure(answer < LongestLead ? answer : LongestLead);
            _unanswered = 0;
        }
    }

    /// <summary>A picture came that cannot be decoded: nothing can, until the next key frame.</summary>
    public void Break() => _isBroken = true;

    /// <summary>Whether to ask now; if so, it counts as asked.</summary>
    public bool TryAsk(long now)
    {
        if (!IsNeeded(now) || (_asked != 0 && time.GetElapsedTime(_asked, now) < PresentSpacing()) || !budget.TryTake(now))
        {
            return false;
        }

        _asked = now;
        _unanswered++;
        SourceCounters.KeyFrameAsked();
        return true;
    }

    private bool IsNeeded(long now)
    {
        var sinceTick = time.GetElapsedTime(demand.LastAsked, now);
        if (demand.IsWaiting && (_isBroken || sinceTick >= Starved))
        {
            return true;
        }

        if (_key == 0)
        {
            return true;
        }

        var untilTick = demand.Interval - sinceTick;
        return untilTick <= Lead && untilTick > -Latest && !IsUsable(now, untilTick);
    }

    /// <summary>Whether the newest key frame will do for a tick: it has not been shown, and is not too old.</summary>
    private bool IsUsable(long now, TimeSpan untilTick) =>
        _key > demand.LastUsed && time.GetElapsedTime(_key, now) + untilTick <= demand.KeyAge;

    private TimeSpan PresentSpacing()
    {
        if (_unanswered <= PatientRequests)
        {
            return Spacing;
        }

        var longer = Spacing * Math.Pow(2, Math.Min(8, _unanswered - PatientRequests));
        return longer < LongestSpacing ? longer : LongestSpacing;
    }

    // As TCP measures its round trips (RFC 6298).
    private void Measure(TimeSpan answer)
    {
        _deviation += (((answer - _answer).Duration()) - _deviation) / 4;
        _answer += (answer - _answer) / 8;
    }
}
