namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>
/// How much of the processors is there for pictures: the limit, less what the silo and the workers' connections take. Where pictures wait for a
/// thread all the same, others use the machine too; then less is planned with, until they wait no more.
/// </summary>
internal sealed class CpuBudget(int processors, int limitPercent)
{
    private const double NewWeight = 0.2;
    private const double LeastTrust = 0.1;
    private const double Loss = 0.8;
    private const double Recovery = 0.02;

    // Whatever the rest takes: pictures are what all of it is for.
    private const double LeastShare = 0.25;

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    private readonly double _limit = processors * limitPercent / 100.0;
    private double? _rest;
    private double _trust = 1;

    /// <summary>Processor seconds a second.</summary>
    public double Capacity => Math.Max(_limit - (_rest ?? 0), _limit * LeastShare) * _trust;

    /// <param name="elapsed">Since the last time.</param>
    /// <param name="silo">Processor time of the silo in it.</param>
    /// <param name="workers">Processor time of all workers in it.</param>
    /// <param name="pictures">Of that, decoding and encoding.</param>
    /// <param name="longestWait">The longest that a picture waited for a thread.</param>
    public void Observe(TimeSpan elapsed, TimeSpan silo, TimeSpan workers, TimeSpan pictures, TimeSpan longestWait)
    {
        var rest = Math.Max(0, (silo + workers - pictures) / elapsed);
        _rest = _rest is { } known ? known + (NewWeight * (rest - known)) : rest;
        _trust = longestWait > LongWait ? Math.Max(LeastTrust, _trust * Loss) : Math.Min(1, _trust + Recovery);
    }
}
