namespace OrleansFrames.Delivery;

/// <summary>How many attempts of the last five minutes failed, counted in slices of half a minute.</summary>
internal sealed class FailureWindow(TimeProvider clock)
{
    private const int Slices = 10;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(30);

    private readonly (long Number, int Total, int Failed)[] _slices = new (long, int, int)[Slices];
    private readonly long _start = clock.GetTimestamp();

    public void Add(bool failed)
    {
        var now = Now();
        ref var slice = ref _slices[now % Slices];
        if (slice.Number != now)
        {
            slice = (now, 0, 0);
        }

        slice.Total++;
        slice.Failed += failed ? 1 : 0;
    }

    public (int Total, int Failed) Count()
    {
        var oldest = Now() - Slices + 1;
        var live = _slices.Where(slice => slice.Number >= oldest).ToArray();
        return (live.Sum(slice => slice.Total), live.Sum(slice => slice.Failed));
    }

    // Numbers start at 1, so that an unused slice is never the current one.
    private long Now() => 1 + (clock.GetElapsedTime(_start).Ticks / Slice.Ticks);
}
