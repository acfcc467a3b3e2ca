using System.Collections.Concurrent;

namespace OrleansFrames.Api.Limits;

/// <summary>Counts by name in windows of one minute.</summary>
internal sealed class MinuteCounts(TimeProvider clock)
{
    private const int Seconds = 60;

    // Beyond this many names in one minute they share a count: memory stays bounded whoever calls.
    private const int MostCounts = 100_000;

    private Window _window = new(0);

    /// <summary>Counts one more.</summary>
    /// <returns>How many the name has in this minute, and when the minute ends, in unix seconds.</returns>
    public (long Count, long EndsAt, long SecondsLeft) Add(string name)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var ends = ((now / Seconds) + 1) * Seconds;
        return (Current(now / Seconds).Count(name), ends, ends - now);
    }

    /// <returns>How many the name has in this minute so far, and when the minute ends, in unix seconds.</returns>
    public (long Count, long EndsAt) Read(string name)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / Seconds;
        return (Current(minute).Read(name), (minute + 1) * Seconds);
    }

    private Window Current(long minute)
    {
        var window = Volatile.Read(ref _window);
        return window.Minute == minute ? window
            : Interlocked.CompareExchange(ref _window, new(minute), window) is var seen && ReferenceEquals(seen, window) ? Volatile.Read(ref _window)
            : seen;
    }

    private sealed class Window(long minute)
    {
        private readonly ConcurrentDictionary<string, long> _counts = [];

        public long Minute => minute;

        public long Read(string name) => _counts.GetValueOrDefault(name);

        public long Count(string name)
        {
            var counted = _counts.ContainsKey(name) || _counts.Count < MostCounts ? name : "";
            return _counts.AddOrUpdate(counted, 1, (_, count) => count + 1);
        }
    }
}
