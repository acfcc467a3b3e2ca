namespace OrleansFrames.Bench.Hosts;

/// <summary>Where the measured silo keeps its ledger. Orleans' grain state is in SQLite with all of them.</summary>
/// <param name="Name">What <c>--database</c> takes.</param>
/// <param name="Settings">The silo's settings for it, as environment variables.</param>
internal sealed record SiloDatabase(string Name, IReadOnlyDictionary<string, string> Settings)
{
    private const string Postgres = "postgres";

    /// <summary>The options that choose it, as they are if they are not given.</summary>
    public static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string> { ["--database"] = "sqlite", ["--postgres"] = "" };

    public static SiloDatabase Sqlite { get; } = new("sqlite", new Dictionary<string, string>());

    /// <param name="postgres">Connection string of the PostgreSQL that <c>run.sh</c> has started; empty when it has not.</param>
    public static SiloDatabase Of(string name, string postgres)
        => name == Postgres ? new(name, new Dictionary<string, string> { ["Frames__Ledger__Postgres"] = postgres }) : Sqlite;

    public static string? WhyUnknown(string name, string postgres) => name switch
    {
        Postgres when postgres.Length == 0 => "--database postgres needs the PostgreSQL that bench/run.sh starts.",
        Postgres => null,
        _ when name == Sqlite.Name => null,
        _ => $"--database is '{name}'; there is {Sqlite.Name}, {Postgres}.",
    };
}
