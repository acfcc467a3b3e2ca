using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger.Postgres;

/// <summary>The ledger in PostgreSQL, in a schema of its own that all silos of a cluster share: every commit on the server's disk when it returns.</summary>
internal sealed partial class PostgresLedgerDatabase(IOptions<LedgerOptions> options, ILogger<PostgresLedgerDatabase> logger) : ILedgerDatabase
{
    private const string OwnSchema = "orleansframes";

    /// <summary>Held while the tables are made: silos that start together wait for the first.</summary>
    private const long UpgradeLock = 0x0F_7A_3E_5C;

    private readonly NpgsqlConnectionStringBuilder _address = Address(options.Value.Postgres);
    private readonly Lock _preparing = new();
    private bool _prepared;

    public LedgerScript Script { get; } = LedgerScript.Load("Postgres");

    private string Place => $"{_address.Host}:{_address.Port}/{_address.Database}";

    public DbConnection OpenWriter() => Open("SET synchronous_commit = on");

    public DbConnection OpenReader() => Open("SET default_transaction_read_only = on");

    public string JsonPath(IReadOnlyList<string> path) => "{" + string.Join(",", path.Select(part => $"\"{part}\"")) + "}";

    public string Explain(Exception failure) => failure switch
    {
        LedgerException => failure.Message,
        PostgresException refused => $"{Words(refused)} (PostgreSQL {refused.SqlState}: {Place})",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => $"The ledger's database does not answer in time ({Place})",
        NpgsqlException => $"The ledger's database cannot be reached: {failure.InnerException?.Message ?? failure.Message} ({Place})",
        _ => $"{failure.Message} ({Place})",
    };

    private static NpgsqlConnectionStringBuilder Address(string? given)
    {
        // Sessions live as long as the service, so there is no pool; a server that hangs is one that is away.
        NpgsqlConnectionStringBuilder wanted = new()
        {
            ApplicationName = "orleansframes",
            SearchPath = OwnSchema,
            Timeout = 5,
            CommandTimeout = 10,
            KeepAlive = 10,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
        };
        foreach (var pair in new NpgsqlConnectionStringBuilder(given))
        {
            wanted[pair.Key] = pair.Value;
        }

        wanted.Pooling = false;
        return wanted;
    }

    private static string Words(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.DiskFull => "The disk of the ledger's database is full",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "The ledger's database refuses the user or password",
        PostgresErrorCodes.InvalidCatalogName => "The ledger's database does not exist: create it",
        PostgresErrorCodes.InsufficientPrivilege => "The user may not do this in the ledger's database: let it create a schema there, or give it one",
        PostgresErrorCodes.TooManyConnections => "The ledger's database takes no more connections",
        PostgresErrorCodes.ReadOnlySqlTransaction => "The ledger's database only reads: it is a standby",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => "The ledger's database is stopping or starting",
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => "Another process has the ledger's database locked",
        _ => failure.MessageText,
    };

    private static object? Ask(NpgsqlConnection connection, string sql)
    {
        using NpgsqlCommand command = new(sql, connection);
        return command.ExecuteScalar();
    }

    private NpgsqlConnection Open(string setting)
    {
        Prepare();
        var connection = Connect();
        Ask(connection, setting);
        return connection;
    }

    private NpgsqlConnection Connect()
    {
        NpgsqlConnection connection = new(_address.ConnectionString);
        try
        {
            connection.Open();
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
            if (!_prepared)
            {
                using var connection = Connect();
                Upgrade(connection);
                if (Ask(connection, "SHOW fsync") is "off")
                {
                    LogNotDurable(logger, Place);
                }

                _prepared = true;
            }
        }
    }

    private void Upgrade(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Ask(connection, $"SELECT pg_advisory_xact_lock({UpgradeLock})");
        Ask(connection, $"CREATE SCHEMA IF NOT EXISTS {Schema()}; CREATE TABLE IF NOT EXISTS ledger_schema (version bigint NOT NULL)");
        var version = Ask(connection, "SELECT version FROM ledger_schema") as long? ?? 0;
        if (version > Script.Steps.Count)
        {
            throw new LedgerException($"The tables of {Place} were made by a newer version of this service (tables {version}, known {Script.Steps.Count}).");
        }

        foreach (var step in Script.Steps.Skip((int)version))
        {
            Ask(connection, step);
        }

        Ask(connection, $"DELETE FROM ledger_schema; INSERT INTO ledger_schema VALUES ({Script.Steps.Count})");
        transaction.Commit();
    }

    private string Schema() => new NpgsqlCommandBuilder().QuoteIdentifier(_address.SearchPath!.Split(',')[0].Trim());

    [LoggerMessage(LogLevel.Warning, "The ledger's database runs with fsync off: a power cut loses frames that were acknowledged ({Place})")]
    private static partial void LogNotDurable(ILogger logger, string place);
}
