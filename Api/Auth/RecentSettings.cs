using System.Collections.Concurrent;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Auth;

/// <summary>
/// The settings of apps as they were at most a second ago, for what every request asks them. A change that goes through this host counts here at
/// once. While an app's grain does not answer, what was known last goes on to count.
/// </summary>
internal sealed partial class RecentSettings(IGrainFactory grains, TimeProvider clock, ILogger<RecentSettings> logger)
{
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Reading> _readings = [];

    /// <param name="app">An API key that is known: there is no limit to the keys that are kept.</param>
    public ValueTask<AppSettings> OfAsync(string app)
    {
        var known = _readings.GetValueOrDefault(app);
        return known is not null && clock.GetElapsedTime(known.At) < Recent ? new(known.Settings) : new(ReadAsync(app, known));
    }

    /// <summary>What a change has answered.</summary>
    public void Set(string app, AppSettings settings) => _readings[app] = new(settings, clock.GetTimestamp());

    private async Task<AppSettings> ReadAsync(string app, Reading? known)
    {
        try
        {
            // Shared by all requests: none of them may cancel it.
            var started = clock.GetTimestamp();
            Reading read = new(await grains.GetApp(app).GetAsync(CancellationToken.None), started);

            // Of a reading that was overtaken by a change nothing is kept.
            _ = known is null ? _readings.TryAdd(app, read) : _readings.TryUpdate(app, read, known);
            return read.Settings;
        }
        catch (Exception fault) when (known is not null)
        {
            LogStale(logger, fault, app);
            return known.Settings;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The settings of app {App} cannot be read; those that were known last go on to count")]
    private static partial void LogStale(ILogger logger, Exception fault, string app);

    // Compared by identity: two readings of the same settings are not the same reading.
    private sealed class Reading(AppSettings settings, long at)
    {
        public AppSettings Settings => settings;

        public long At => at;
    }
}
