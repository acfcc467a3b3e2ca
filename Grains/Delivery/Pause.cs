namespace OrleansFrames.Delivery;

/// <summary>Pauses that double from the first to the longest.</summary>
internal sealed class Pause(TimeSpan first, TimeSpan longest)
{
    private TimeSpan? _next;

    public TimeSpan Next()
    {
        var pause = _next ?? first;
        _next = pause * 2 < longest ? pause * 2 : longest;
        return pause;
    }

    public void Reset() => _next = null;
}
