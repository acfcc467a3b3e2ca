namespace OrleansFrames.Bench.Hosts;

/// <summary>Where the measured silo keeps state and ledger.</summary>
/// <param name="Name">What <c>--database</c> takes.</param>
/// <param name="Settings">The silo's settings for it, as environment variables.</param>
internal sealed record SiloDatabase(string Name, IReadOnlyDictionary<string, string> Settings)
{
    public static SiloDatabase Sqlite { get; } = new("sqlite", new Dictionary<string, string>());

    private static readonly SiloDatabase[] All = [Sqlite];

    public static SiloDatabase Of(string name) => All.Single(database => database.Name == name);

    public static string? WhyUnknown(string name) => All.Any(database => database.Name == name)
        ? null
        : $"--database is '{name}'; there is {string.Join(", ", All.Select(database => database.Name))}.";
}
