namespace OrleansFrames.Silo.Capture;

/// <summary>Of the ticks of the last minute that wanted a picture, the share that got one.</summary>
internal sealed class TickCoverage(TimeProvider clock)
{
    private const int Seconds = 60;

    private readonly Lock _gate = new();
    private readonly (long Second, int Due, int Captured)[] _ring = new (long, int, int)[Seconds];

    /// <summary>0 to 1; 1 when nothing was due.</summary>
    public double Share
    {
        get
        {
            lock (_gate)
            {
                var oldest = Now - Seconds;
                var (due, captured) = (0, 0);
                foreach (var bucket in _ring)
                {
                    (due, captured) = bucket.Second > oldest ? (due + bucket.Due, captured + bucket.Captured) : (due, captured);
                }

                return due == 0 ? 1 : (double)captured / due;
            }
        }
    }

    private long Now => (long)clock.GetElapsedTime(0).TotalSeconds;

    public void Count(bool isCaptured)
    {
        lock (_gate)
        {
            var now = Now;
            ref var bucket = ref _ring[now % Seconds];
            bucket = bucket.Second == now ? bucket : (now, 0, 0);
            bucket.Due++;
            bucket.Captured += isCaptured ? 1 : 0;
        }
    }
}
