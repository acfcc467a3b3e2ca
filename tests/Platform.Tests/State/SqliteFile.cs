using Microsoft.Data.Sqlite;

namespace OrleansFrames.Platform.Tests.State;

/// <summary>A SQLite file with the tables and the <c>OrleansQuery</c> rows that the AdoNet providers ask for.</summary>
public sealed class SqliteFile : IDisposable
{
    /// <summary>The providers know Microsoft.Data.Sqlite under this name only.</summary>
    public const string Invariant = "System.Data.SQLite";

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"platform-{Guid.NewGuid():N}.db");

    public SqliteFile()
    {
        Connection = $"Data Source={_path};Default Timeout=30";
        using var schema = new StreamReader(typeof(SqliteFile).Assembly.GetManifestResourceStream("Schema.sql")!);
        Execute("PRAGMA journal_mode=WAL;" + schema.ReadToEnd());
    }

    public string Connection { get; }

    /// <summary>Rows changed.</summary>
    public int Execute(string sql) => Run(sql, command => command.ExecuteNonQuery());

    public string? Scalar(string sql) => Run(sql, command => command.ExecuteScalar()?.ToString());

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_path) + "*"))
        {
            File.Delete(file);
        }
    }

    private T Run<T>(string sql, Func<SqliteCommand, T> run)
    {
        using var connection = new SqliteConnection(Connection);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own constants, never input.
        command.CommandText = sql;
#pragma warning restore CA2100
        return run(command);
    }
}
