using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansFrames.Silo.Hosting.State;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class StateDataSourceTests : IDisposable
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Connection_WaitsUntilTheOneBeforeItIsClosed()
    {
        using var source = Source("state.db");
        var first = await source.OpenConnectionAsync();
        var second = source.OpenConnectionAsync().AsTask();
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await using var opened = await second.WaitAsync(Enough);
        Assert.IsAssignableFrom<SqliteConnection>(opened);
    }

    [Fact]
    public async Task Connection_ClosedTwice_LetsInOneOther()
    {
        using var source = Source("state.db");
        var first = await source.OpenConnectionAsync();
        await first.CloseAsync();
        await first.DisposeAsync();
        var second = await source.OpenConnectionAsync().AsTask().WaitAsync(Enough);
        var third = source.OpenConnectionAsync().AsTask();
        Assert.False(third.IsCompleted);
        await second.DisposeAsync();
        await using var opened = await third.WaitAsync(Enough);
    }

    [Fact]
    public async Task Wait_ThatIsCancelled_KeepsNoTurn()
    {
        using var source = Source("state.db");
        var first = await source.OpenConnectionAsync();
        using CancellationTokenSource leaving = new();
        var second = source.OpenConnectionAsync(leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Enough));
        await first.DisposeAsync();
        await using var third = await source.OpenConnectionAsync().AsTask().WaitAsync(Enough);
    }

    [Fact]
    public async Task File_ThatCannotBeOpened_KeepsNoTurn()
    {
        using var source = Source("nowhere", "state.db");
        await Assert.ThrowsAsync<SqliteException>(() => source.OpenConnectionAsync().AsTask());
        await Assert.ThrowsAsync<SqliteException>(() => source.OpenConnectionAsync().AsTask().WaitAsync(Enough));
    }

    [Fact]
    public async Task Writers_SideBySide_AreAllDone()
    {
        using var source = Source("state.db");
        await RunAsync(source, "CREATE TABLE n (n INTEGER)");
        await Task.WhenAll(Enumerable.Range(0, 32).Select(n => Task.Run(() => RunAsync(source, $"INSERT INTO n VALUES ({n})"))));
        await using var connection = await source.OpenConnectionAsync();
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM n";
        Assert.Equal(32L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Log_IsBroughtIntoTheFileBesideTheWriters()
    {
        using var source = Source("state.db");
        await RunAsync(source, "PRAGMA journal_mode = WAL");
        await RunAsync(source, "CREATE TABLE n (n BLOB)");
        using StateCheckpoints checkpoints = new(source.ConnectionString, TimeProvider.System, NullLogger<StateCheckpoints>.Instance);

        // Open, or the last one to close would bring it in.
        await using SqliteConnection witness = new(source.ConnectionString);
        await witness.OpenAsync();
        await using var look = witness.CreateCommand();
        look.CommandText = "SELECT count(*) FROM n";
        await look.ExecuteScalarAsync();
        await RunAsync(source, "INSERT INTO n VALUES (zeroblob(5000000))");
        Assert.InRange(new FileInfo(_folder["state.db"]).Length, 0, 1_000_000);

        await checkpoints.StartAsync(CancellationToken.None);
        await Deadline.For(GrowsAsync(_folder["state.db"], 5_000_000), "the log to be brought into the file");
        await checkpoints.StopAsync(CancellationToken.None);
    }

    private static async Task GrowsAsync(string file, long length)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (new FileInfo(file).Length < length)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task RunAsync(StateDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private StateDataSource Source(params string[] path)
        => new(new SqliteConnectionStringBuilder { DataSource = _folder[path], Pooling = false }.ToString());
}
