using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Api.Limits;

/// <summary>
/// Counts requests in windows of one minute, per app for callers with a valid token and per address for all others, so that a stranger who knows
/// an API key cannot use up its limit. Each host counts its own.
/// </summary>
internal sealed class RequestWindow(IOptions<ApiOptions> options, TimeProvider clock)
{
    private readonly MinuteCounts _counts = new(clock);

    /// <summary>Counts a request, sets the rate-limit headers of its answer, and says whether it may go on.</summary>
    public bool Admit(HttpContext http, string? app)
    {
        var (used, endsAt, secondsLeft) = _counts.Add(app is null ? $"address {http.Connection.RemoteIpAddress}" : Name(app));
        var limit = options.Value.RequestsPerMinute;
        var headers = http.Response.Headers;
        headers["X-RateLimit-Limit"] = Text(limit);
        headers["X-RateLimit-Remaining"] = Text(Math.Max(0, limit - used));
        headers["X-RateLimit-Reset"] = Text(endsAt);
        if (used > limit)
        {
            headers.RetryAfter = Text(secondsLeft);
        }

        return used <= limit;
    }

    /// <summary>How much of its limit an app has left on this host.</summary>
    public RateLimit Of(string app)
    {
        var (used, endsAt) = _counts.Read(Name(app));
        var limit = options.Value.RequestsPerMinute;
        return new(limit, Math.Max(0, limit - used), endsAt);
    }

    private static string Name(string app) => $"app {app}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
