using System.Net;

namespace OrleansFrames.Delivery;

/// <summary>When a delivery that failed is tried again: over about three days, then it is dead.</summary>
/// <param name="chance">A number from 0 to under 1 each time it is asked.</param>
internal sealed class RetrySchedule(Func<double> chance)
{
    private const double Jitter = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(60);

    // The wait before each attempt: 70.7 h in all.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    public static int MaxAttempts => Waits.Length;

    /// <param name="attempt">The attempt that failed, 1 for the first.</param>
    /// <returns>How long to wait from now, or null when it was the last attempt.</returns>
    public TimeSpan? Next(int attempt, DeliveryResult result)
    {
        if (attempt >= MaxAttempts)
        {
            return null;
        }

        var planned = Waits[Math.Max(attempt, 1)] * (1 - Jitter + (2 * Jitter * chance()));
        if (Floor(result) is not { } floor)
        {
            return planned;
        }

        // Never sooner than asked for; spread upward, or everything that was put off comes back in the same instant.
        var earliest = floor * (1 + (Jitter * chance()));
        return earliest > planned ? earliest : planned;
    }

    private static TimeSpan? Floor(DeliveryResult result)
    {
        if (result.RetryAfter is { } asked)
        {
            return asked < Longest ? asked : Longest;
        }

        var isBusy = result.TimedOut || result.Status is (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable;
        return isBusy ? BusyWait : null;
    }
}
