using Microsoft.Data.Sqlite;
using OrleansFrames.Silo.Hosting.Schema;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class OrleansSchemaTests : IDisposable
{
    private static readonly string[] Queries =
    [
        "ClearStorageKey", "DeleteReminderRowKey", "DeleteReminderRowsKey", "DeleteStorageKey", "ReadFromStorageKey", "ReadRangeRows1Key",
        "ReadRangeRows2Key", "ReadReminderRowKey", "ReadReminderRowsKey", "UpsertReminderRowKey", "WriteToStorageKey",
    ];

    private readonly TempFolder _folder = new();

    private string ConnectionString => $"Data Source={_folder["new", "state.db"]};Pooling=False";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ensure_Twice_KeepsWhatIsThere()
    {
        await OrleansSchema.EnsureAsync(ConnectionString, CancellationToken.None);
        Assert.Equal(1L, Ask("WriteToStorageKey", State("call/1", payload: 1, version: null)));

        await OrleansSchema.EnsureAsync(ConnectionString, CancellationToken.None);

        Assert.Equal([1], Assert.IsType<byte[]>(Ask("ReadFromStorageKey", State("call/1", payload: 0, version: null))));
        Assert.Equal("wal", Run("PRAGMA journal_mode"));
        Assert.Equal(string.Join(',', Queries), Run("SELECT group_concat(QueryKey, ',') FROM (SELECT QueryKey FROM OrleansQuery ORDER BY QueryKey)"));
    }

    [Fact]
    public async Task State_OfAnotherVersion_IsNotOverwritten()
    {
        await OrleansSchema.EnsureAsync(ConnectionString, CancellationToken.None);
        Ask("WriteToStorageKey", State("call/1", payload: 1, version: null));

        Assert.Equal(2L, Ask("WriteToStorageKey", State("call/1", payload: 2, version: 1)));
        Assert.Null(Ask("WriteToStorageKey", State("call/1", payload: 3, version: 1)));
        Assert.Null(Ask("WriteToStorageKey", State("call/1", payload: 3, version: null)));
        Assert.Equal([2], Assert.IsType<byte[]>(Ask("ReadFromStorageKey", State("call/1", payload: 0, version: null))));
        Assert.Null(Ask("ReadFromStorageKey", State("call/2", payload: 0, version: null)));
        Assert.Equal(3L, Ask("ClearStorageKey", State("call/1", payload: 0, version: 2)));
        Assert.Null(Ask("ClearStorageKey", State("call/1", payload: 0, version: 2)));
    }

    [Fact]
    public async Task Reminders_AreUpsertedFoundByRangeAndRemovedByVersion()
    {
        await OrleansSchema.EnsureAsync(ConnectionString, CancellationToken.None);
        Assert.Equal(0L, Ask("UpsertReminderRowKey", Reminder(hash: -5)));
        Assert.Equal(1L, Ask("UpsertReminderRowKey", Reminder(hash: -5)));

        Assert.Equal("call/1", Ask("ReadReminderRowsKey", Reminder(hash: 0)));
        Assert.Equal("call/1", Ask("ReadRangeRows1Key", Range(-6, -5)));
        Assert.Null(Ask("ReadRangeRows1Key", Range(-5, 10)));
        Assert.Equal("call/1", Ask("ReadRangeRows2Key", Range(10, -5)));
        Assert.Null(Ask("ReadRangeRows2Key", Range(10, -6)));
        Assert.Equal(0L, Ask("DeleteReminderRowKey", [.. Reminder(hash: 0), ("Version", 0)]));
        Assert.Equal(1L, Ask("DeleteReminderRowKey", [.. Reminder(hash: 0), ("Version", 1)]));
        Assert.Null(Ask("ReadReminderRowKey", Reminder(hash: 0)));
    }

    private static (string Name, object? Value)[] State(string key, byte payload, int? version) =>
    [
        ("GrainIdHash", 17), ("GrainIdN0", 0L), ("GrainIdN1", 0L), ("GrainTypeHash", 4), ("GrainTypeString", "call"), ("GrainIdExtensionString", key),
        ("ServiceId", "orleansframes"), ("PayloadBinary", new[] { payload }), ("GrainStateVersion", version),
    ];

    private static (string Name, object? Value)[] Reminder(int hash) =>
    [
        ("ServiceId", "orleansframes"), ("GrainId", "call/1"), ("ReminderName", "backstop"), ("GrainHash", hash), ("StartTime", new DateTime(2026, 3, 1)),
        ("Period", 60_000),
    ];

    private static (string Name, object? Value)[] Range(int begin, int end) => [("ServiceId", "orleansframes"), ("BeginHash", begin), ("EndHash", end)];

    private object? Run(string sql) => Execute(sql, []);

    private object? Ask(string query, (string Name, object? Value)[] values)
        => Execute((string)Run($"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{query}'")!, values);

    private object? Execute(string sql, (string Name, object? Value)[] values)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command.ExecuteScalar();
    }
}
