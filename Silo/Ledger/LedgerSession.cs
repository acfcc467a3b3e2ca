using System.Data;
using System.Data.Common;

namespace OrleansFrames.Silo.Ledger;

/// <summary>A connection and its prepared queries. Used by one thread at a time.</summary>
internal sealed class LedgerSession(DbConnection connection, LedgerScript script) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    public DbConnection Connection => connection;

    /// <summary>The far side is gone, and with it this connection.</summary>
    public bool IsBroken => connection.State != ConnectionState.Open;

    /// <returns>How many rows it changed.</returns>
    public int Execute(string query, params ReadOnlySpan<(string Name, object? Value)> values) => Prepare(query, values).ExecuteNonQuery();

    public List<T> Query<T>(string query, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Prepare(query, values).ExecuteReader();
        return Read(reader, map);
    }

    /// <summary>Runs a query that was put together for this one time.</summary>
    public List<T> QueryOnce<T>(string sql, Func<DbDataReader, T> map, IEnumerable<(string Name, object? Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        return Read(reader, map);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private static List<T> Read<T>(DbDataReader reader, Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    private DbCommand Prepare(string query, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_commands.TryGetValue(query, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = script.Query(query);
            foreach (var (name, _) in values)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = "@" + name;
                command.Parameters.Add(parameter);
            }

            _commands.Add(query, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        }

        return command;
    }
}
