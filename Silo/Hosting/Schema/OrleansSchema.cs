using Microsoft.Data.Sqlite;

namespace OrleansFrames.Silo.Hosting.Schema;

/// <summary>The tables and queries that the AdoNet providers of Orleans need for grain state and reminders; their packages carry no SQL.</summary>
internal static class OrleansSchema
{
    private const string Resource = "OrleansFrames.Silo.Hosting.Schema.orleans-sqlite.sql";

    /// <summary>Makes what is missing in an SQLite database, and brings its queries up to date. To be called before the silo starts.</summary>
    /// <exception cref="SqliteException">The file cannot be opened or written.</exception>
    public static async Task EnsureAsync(string connectionString, CancellationToken cancellationToken)
    {
        if (new SqliteConnectionStringBuilder(connectionString) is { DataSource: var file } && Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await RunAsync(connection, "PRAGMA journal_mode = WAL", cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, await ScriptAsync(cancellationToken), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<string> ScriptAsync(CancellationToken cancellationToken)
    {
        await using var stream = typeof(OrleansSchema).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The embedded resource {Resource} is missing from the build.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
