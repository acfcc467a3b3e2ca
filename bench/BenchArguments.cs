using System.Globalization;

namespace OrleansFrames.Bench;

/// <summary>The command line: a bench, the rows of it that are wanted, and options as <c>--name value</c>.</summary>
internal sealed class BenchArguments
{
    private readonly Dictionary<string, string> _options = [];

    public string Bench { get; private init; } = "";

    /// <summary>Empty: all of them.</summary>
    public IReadOnlyList<string> Rows { get; private init; } = [];

    /// <summary>What is wrong, in one sentence; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <param name="benches">What each bench offers.</param>
    public static BenchArguments Parse(IReadOnlyList<string> line, IReadOnlyDictionary<string, BenchOffer> benches)
    {
        var words = line.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
        BenchArguments parsed = new() { Bench = words.FirstOrDefault() ?? "", Rows = [.. words.Skip(1)] };
        parsed.Error = parsed.WhyNoBench(benches);
        if (parsed.Error is null)
        {
            foreach (var (name, value) in benches[parsed.Bench].Options)
            {
                parsed._options[name] = value;
            }

            parsed.Error = parsed.ReadOptions(line.Skip(words.Length).ToArray());
        }

        return parsed;
    }

    public bool Wants(string row) => Rows.Count == 0 || Rows.Contains(row);

    public string Text(string option) => _options[option];

    public int Number(string option) => int.Parse(_options[option], CultureInfo.InvariantCulture);

    private string? WhyNoBench(IReadOnlyDictionary<string, BenchOffer> benches)
    {
        var list = string.Join("; ", benches.Select(bench => $"{bench.Key} (rows: {string.Join(' ', bench.Value.Rows)})"));
        return Bench.Length == 0 ? $"Name a bench: {list}."
            : !benches.TryGetValue(Bench, out var known) ? $"There is no bench '{Bench}': {list}."
            : Rows.FirstOrDefault(row => !known.Rows.Contains(row)) is { } unknown
                ? $"The bench {Bench} has no row '{unknown}'; it has {string.Join(' ', known.Rows)}."
            : null;
    }

    private string? ReadOptions(string[] given)
    {
        for (var at = 0; at < given.Length; at += 2)
        {
            if (!_options.TryGetValue(given[at], out var usual))
            {
                return $"Unknown option '{given[at]}'; there are {string.Join(' ', _options.Keys)}.";
            }

            if (at + 1 == given.Length)
            {
                return $"{given[at]} needs a value.";
            }

            // An option whose usual value is a number is one.
            if (int.TryParse(usual, out _)
                && (!int.TryParse(given[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 100_000))
            {
                return $"{given[at]} is '{given[at + 1]}'; it must be a number from 1 to 100000.";
            }

            _options[given[at]] = given[at + 1];
        }

        return null;
    }
}

/// <summary>What can be asked of a bench.</summary>
/// <param name="Rows">The names of its rows.</param>
/// <param name="Options">Its options, with what they are if they are not given.</param>
internal sealed record BenchOffer(IReadOnlyList<string> Rows, IReadOnlyDictionary<string, string> Options);
