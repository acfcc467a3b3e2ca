using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.Api.Console;

/// <summary>Single-use links to the console, <c>{address}/console?ticket=...</c>: a host prints one when it starts. They end with the process.</summary>
public sealed class ConsoleTickets(TimeProvider clock)
{
    private const int MostTickets = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string App, DateTimeOffset Expires)> _tickets = [];

    /// <summary>How long a ticket can be used: one hour.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromHours(1);

    /// <summary>Makes a ticket; it goes into a URL as it is.</summary>
    /// <param name="app">The API key whose console it opens.</param>
    /// <exception cref="InvalidOperationException">There are 1,000 unused ones already.</exception>
    public string Issue(string app)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var old in _tickets.Where(entry => entry.Value.Expires <= now).Select(entry => entry.Key).ToArray())
            {
                _tickets.Remove(old);
            }

            if (_tickets.Count >= MostTickets)
            {
                throw new InvalidOperationException($"{MostTickets} tickets of the console are waiting to be used; no more are made.");
            }

            _tickets[NameOf(ticket)] = (app, now + Life);
        }

        return ticket;
    }

    /// <summary>Uses a ticket up.</summary>
    /// <returns>Its app; null when it was never made, is used already or too old.</returns>
    internal string? Redeem(string ticket)
    {
        lock (_gate)
        {
            return _tickets.Remove(NameOf(ticket), out var found) && found.Expires > clock.GetUtcNow() ? found.App : null;
        }
    }

    // Found by hash, so the time of a look-up tells nothing about the tickets that exist.
    private static string NameOf(string ticket) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}
