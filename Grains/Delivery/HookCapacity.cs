namespace OrleansFrames.Delivery;

/// <summary>How much may be sent to a hook now, learnt from what its far side did before.</summary>
internal sealed class HookCapacity(DeliveryOptions options, TimeProvider clock)
{
    private readonly Breaker _breaker = new(clock, options.BreakerPause, options.LongestBreakerPause);
    private readonly Slots _slots = new(options.Slots, options.SlotsAfterTimeout);

    /// <summary>How long until it is worth asking again; zero when it is now.</summary>
    public TimeSpan OpensIn => _breaker.OpensIn;

    /// <param name="taken">Attempts under way.</param>
    public int Free(int taken) => _breaker.Permits(_slots.Free(taken));

    public void Started() => _breaker.Started();

    public void Ended(DeliveryResult result)
    {
        if (result.TimedOut)
        {
            _slots.TimedOut();
        }
        else
        {
            _slots.Answered();
        }

        if (result.Verdict == DeliveryVerdict.Delivered)
        {
            _breaker.Succeeded();
        }
        else
        {
            _breaker.Failed();
        }
    }
}
