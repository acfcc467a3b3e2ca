using System.Text.Json;

namespace OrleansFrames.Bench.Capture;

/// <summary>What became of the ticks that were due in a window.</summary>
internal sealed class CaptureAccount(CaptureScene scene, TimeSpan window)
{
    private const int ShortSide = 720;
    private const double LeastCoverage = 0.995;

    private readonly Dictionary<string, int> _outcomes = [];
    private readonly HashSet<string> _pictures = [];
    private readonly Dictionary<string, DateTimeOffset> _events = [];
    private readonly SortedSet<string> _modes = [];
    private int _small;
    private int _repeated;

    /// <summary>How many ticks were due: counted here, not read from the service.</summary>
    public int Due => (int)(window.TotalSeconds / scene.Interval) * scene.Tracks;

    public int Captured => _events.Count;

    /// <summary>How many ticks the ledger has an outcome of.</summary>
    public int Accounted => _outcomes.Values.Sum();

    public double Coverage => (double)Captured / Due;

    /// <summary>When the picture of each ready event was due, by the event's id.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Events => _events;

    /// <summary>How pictures were made, as the ledger says it.</summary>
    public string Modes => string.Join('+', _modes);

    public void Add(DateTimeOffset due, JsonElement tick)
    {
        var outcome = tick.GetProperty("outcome").GetString()! + (tick.TryGetProperty("reason", out var reason) ? $"({reason})" : "");
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        if (outcome != "captured")
        {
            return;
        }

        _events.Add(tick.GetProperty("event_id").GetString()!, due);
        _modes.Add(tick.GetProperty("mode").GetString()!);
        _small += Math.Min(tick.GetProperty("width").GetInt32(), tick.GetProperty("height").GetInt32()) < ShortSide ? 1 : 0;
        _repeated += _pictures.Add($"{tick.GetProperty("track_key").GetString()} {tick.GetProperty("user_id").GetString()} {tick.GetProperty("sha256").GetString()}") ? 0 : 1;
    }

    /// <summary>What makes the run's figures worthless; null when nothing does.</summary>
    /// <param name="missing">Pictures whose event did not arrive.</param>
    public string? WhyWorthless(int missing) => Accounted != Due ? $"{Accounted} ticks are accounted for, and {Due} were due"
        : Coverage < LeastCoverage
        ? $"only {Captured} of {Due} pictures were taken ({string.Join(", ", _outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}"))})"
        : _small > 0 ? $"{_small} pictures are smaller than {ShortSide}"
        : _repeated > 0 ? $"{_repeated} pictures repeat an earlier one of their track"
        : missing > 0 ? $"{missing} events did not arrive"
        : null;
}
