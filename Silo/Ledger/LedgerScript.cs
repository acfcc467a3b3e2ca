using System.Text.RegularExpressions;

namespace OrleansFrames.Silo.Ledger;

/// <summary>A database's SQL files: the steps that make its tables, and its queries by name.</summary>
internal sealed partial class LedgerScript
{
    private static readonly string[] Files = ["ledger.sql", "deliveries.sql", "read-models.sql"];

    private readonly Dictionary<string, string> _queries = [];

    private LedgerScript(string text)
    {
        var steps = new List<string>();
        var marks = Marks().Matches(text);
        for (var i = 0; i < marks.Count; i++)
        {
            var start = marks[i].Index + marks[i].Length;
            var body = text[start..(i + 1 < marks.Count ? marks[i + 1].Index : text.Length)].Trim();
            if (marks[i].Groups["query"] is { Success: true } query)
            {
                _queries.Add(query.Value, WithoutComments(body));
            }
            else
            {
                steps.Add(body);
            }
        }

        Steps = steps;
    }

    /// <summary>Step n brings the tables to version n + 1.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>Of its queries and their parts.</summary>
    public IEnumerable<string> QueryNames => _queries.Keys;

    /// <param name="database">Folder of what this database says in words of its own; the steps of the tables are there.</param>
    public static LedgerScript Load(string database) => new(string.Join('\n', Files.SelectMany(file => (string[])[Read("Shared", file), Read(database, file)])));

    public string Query(string name) => Names().Replace(_queries[name], match => Query(match.Groups[1].Value));

    public bool Has(string query) => _queries.ContainsKey(query);

    /// <summary>A query with parts of its own in place of names.</summary>
    public string Compose(string name, IReadOnlyDictionary<string, string> parts)
        => Names().Replace(_queries[name], match => parts.TryGetValue(match.Groups[1].Value, out var part) ? part : Query(match.Groups[1].Value));

    private static string Read(string folder, string file)
    {
        var resource = $"OrleansFrames.Silo.Ledger.{folder}.{file}";
        using var stream = typeof(LedgerScript).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The embedded resource {resource} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string WithoutComments(string body) => Comments().Replace(body, "").Trim();

    [GeneratedRegex(@"^-- (schema \d+|query (?<query>\w+))$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Marks();

    [GeneratedRegex(@"^--.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Names();
}
