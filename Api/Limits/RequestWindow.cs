using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Api.Limits;

/// <summary>
/// Counts requests in windows of one minute, per app for callers with a valid token and per address for all others, so that a stranger who knows
/// an API key cannot use up its limit. Each host counts its own.
/// </summary>
internal sealed class RequestWindow(IOptions<ApiOptions> options, TimeProvider clock)
{
    private const int Seconds = 60;

    // Beyond this many addresses in one minute they share a count: memory stays bounded whoever calls.
    private const int MostCounts = 100_000;

    private Window _window = new(0);

    /// <summary>Counts a request, sets the rate-limit headers of its answer, and says whether it may go on.</summary>
    public bool Admit(HttpContext http, string? app)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var used = Current(now / Seconds).Count(app is null ? $"address {http.Connection.RemoteIpAddress}" : $"app {app}");
        var limit = options.Value.RequestsPerMinute;
        var reset = ((now / Seconds) + 1) * Seconds;
        var headers = http.Response.Headers;
        headers["X-RateLimit-Limit"] = Text(limit);
        headers["X-RateLimit-Remaining"] = Text(Math.Max(0, limit - used));
        headers["X-RateLimit-Reset"] = Text(reset);
        if (used > limit)
        {
            headers.RetryAfter = Text(reset - now);
        }

        return used <= limit;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

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

        public long Count(string key)
        {
            var counted = _counts.ContainsKey(key) || _counts.Count < MostCounts ? key : "";
            return _counts.AddOrUpdate(counted, 1, (_, count) => count + 1);
        }
    }
}
