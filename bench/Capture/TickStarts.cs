using System.Globalization;

namespace OrleansFrames.Bench.Capture;

/// <summary>How many ticks have started, and how many of them within 250 ms of their due time: as the service's own metrics say.</summary>
/// <param name="All">Since the silo's start.</param>
/// <param name="InTime">Of them.</param>
internal readonly record struct TickStarts(long All, long InTime)
{
    private const string Metric = "orleansframes_tick_started_seconds_";

    public double Share => All == 0 ? double.NaN : (double)InTime / All;

    public static async Task<TickStarts> ReadAsync(int port, CancellationToken cancellationToken)
    {
        using HttpClient http = new(new SocketsHttpHandler());
        return Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), cancellationToken));
    }

    /// <param name="metrics">In the text format of Prometheus.</param>
    public static TickStarts Parse(string metrics)
    {
        var lines = metrics.Split('\n');
        return new(Value("count"), Value("bucket{le=\"0.25\"}"));

        long Value(string name) => lines.FirstOrDefault(line => line.StartsWith(Metric + name + ' ', StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)
            : 0;
    }

    public TickStarts Since(TickStarts before) => new(All - before.All, InTime - before.InTime);
}
