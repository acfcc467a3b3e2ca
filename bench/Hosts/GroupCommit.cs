using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OrleansFrames.Bench.Hosts;

/// <summary>Rows in SQLite, durable when they are answered; what comes at about the same time is committed together, as the ledger does it.</summary>
internal sealed class GroupCommit : IDisposable
{
    private const int MostRows = 256;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(2);

    private readonly BlockingCollection<(string Id, byte[] Value, TaskCompletionSource Done)> _queue = [];
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;

    public GroupCommit(string file)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (id TEXT PRIMARY KEY, value BLOB NOT NULL)");
        _thread = new(Work) { IsBackground = true };
        _thread.Start();
    }

    public Task SaveAsync(string id, byte[] value)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((id, value, done));
        return done.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Work()
    {
        using var save = _connection.CreateCommand();
        save.CommandText = "INSERT INTO row (id, value) VALUES (@id, @value) ON CONFLICT (id) DO UPDATE SET value = excluded.value";
        var id = save.Parameters.Add("@id", SqliteType.Text);
        var value = save.Parameters.Add("@value", SqliteType.Blob);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            List<(string Id, byte[] Value, TaskCompletionSource Done)> rows = [first];
            while (rows.Count < MostRows && _queue.TryTake(out var more, Quiet))
            {
                rows.Add(more);
            }

            Run("BEGIN IMMEDIATE");
            foreach (var row in rows)
            {
                (id.Value, value.Value) = (row.Id, row.Value);
                save.ExecuteNonQuery();
            }

            Run("COMMIT");
            rows.ForEach(row => row.Done.SetResult());
        }
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
