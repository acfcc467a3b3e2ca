namespace OrleansFrames.Delivery;

/// <summary>How many attempts of a hook may be under way: a far side that times out holds few, one that answers earns them back.</summary>
internal sealed class Slots(int most, int least)
{
    private int? _shrunk;
    private int _answered;

    public int Limit => _shrunk ?? most;

    public int Free(int taken) => Math.Max(0, Limit - taken);

    public void TimedOut() => (_shrunk, _answered) = (Math.Min(least, most), 0);

    /// <summary>Doubles after as many answers as there are slots: a far side that comes back is not flooded.</summary>
    public void Answered()
    {
        _answered++;
        if (_answered >= Limit)
        {
            (_shrunk, _answered) = (Math.Min(most, Limit * 2), 0);
        }
    }
}
