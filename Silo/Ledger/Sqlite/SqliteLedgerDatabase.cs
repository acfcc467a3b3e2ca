using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Ledger.Sqlite;

/// <summary>The ledger in <c>{data}/ledger.db</c>: write-ahead log, every commit on the disk when it returns.</summary>
internal sealed class SqliteLedgerDatabase(IOptions<FramesOptions> frames, IOptions<LedgerOptions> options) : ILedgerDatabase
{
    private readonly Lock _preparing = new();
    private bool _prepared;

    public LedgerScript Script { get; } = LedgerScript.Load("Sqlite");

    private string File => Path.GetFullPath(Path.Combine(frames.Value.DataDirectory, "ledger.db"));

    public DbConnection OpenWriter() => Open("PRAGMA synchronous = FULL");

    public DbConnection OpenReader() => Open("PRAGMA query_only = ON");

    public string JsonPath(IReadOnlyList<string> path) => "$" + string.Concat(path.Select(part => $".\"{part}\""));

    public string Explain(Exception failure) => failure switch
    {
        LedgerException => failure.Message,
        SqliteException sqlite => $"{Words(sqlite)} (SQLite {sqlite.SqliteExtendedErrorCode}: {File})",
        _ => $"{failure.Message} ({File})",
    };

    private static string Words(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "Another process has the ledger's database locked",
        SQLitePCL.raw.SQLITE_FULL => "The disk with the ledger's database is full",
        SQLitePCL.raw.SQLITE_READONLY => "The ledger's database may not be written: check the owner of the data directory",
        SQLitePCL.raw.SQLITE_CANTOPEN => "The ledger's database cannot be opened: check that the data directory exists and may be written",
        SQLitePCL.raw.SQLITE_IOERR => "The disk with the ledger's database fails",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => "The ledger's database is damaged: restore it from a copy",
        SQLitePCL.raw.SQLITE_CONSTRAINT => "The ledger refuses the row: " + failure.Message,
        _ => failure.Message,
    };

    private static int Version(SqliteConnection connection) => Convert.ToInt32(Ask(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private SqliteConnection Open(string pragma)
    {
        Prepare();
        var connection = Connect();
        Ask(connection, pragma);
        return connection;
    }

    private SqliteConnection Connect()
    {
        // SQLite itself waits for a lock and wakes up in time; the client's own retries sleep 150 ms each and begin where this one second has not passed.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            Ask(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {options.Value.BusyMilliseconds}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Prepare()
    {
        lock (_preparing)
        {
            if (_prepared)
            {
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            using var connection = Connect();
            Ask(connection, "PRAGMA journal_mode = WAL");
            Ask(connection, "PRAGMA synchronous = FULL");
            Upgrade(connection);
            _prepared = true;
        }
    }

    private void Upgrade(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var version = Version(connection);
        if (version > Script.Steps.Count)
        {
            throw new LedgerException($"{File} was made by a newer version of this service (tables {version}, known {Script.Steps.Count}).");
        }

        for (; version < Script.Steps.Count; version++)
        {
            Ask(connection, Script.Steps[version]);
        }

        Ask(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));
        transaction.Commit();
    }
}
