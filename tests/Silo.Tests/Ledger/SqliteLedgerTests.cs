using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

public sealed class SqliteLedgerTests : LedgerSuite
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task WritersConnection_CommitsDurablyAndWaitsInNativeCode()
    {
        Assert.Equal("wal", await Ledger.AskAsync("PRAGMA journal_mode"));
        Assert.Equal(2L, await Ledger.AskAsync("PRAGMA synchronous"));
        Assert.Equal(5000L, await Ledger.AskAsync("PRAGMA busy_timeout"));
    }

    [Fact]
    public async Task KilledProcess_ItsFilesHoldEverythingAcknowledged()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        var ticks = Enumerable.Range(1, 50).Select(tick => Rows.Captured(tick)).ToArray();
        await Task.WhenAll(ticks.Select(tick => Ledger.Ticks.AppendAsync(tick, Rows.Announcement(tick), None)));

        using var copy = new TempFolder();
        foreach (var file in Directory.GetFiles(Folder.Path).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, copy[Path.GetFileName(file)]);
        }

        using var survivor = new LedgerHost(copy.Path, AddLedger);
        Assert.Equal(ticks.Reverse(), (await survivor.Reader.TicksAsync(new(Rows.App, Rows.Call), None)).Rows);
        Assert.Equal(Enumerable.Range(1, 50).Select(seq => (long)seq), (await survivor.Reader.EventsAsync(Rows.App, 0, 100, None)).Select(row => row.Seq));
        Assert.Equal(50, (await survivor.Outbox.ClaimAsync(new(Rows.App, "h1"), 100, TimeSpan.FromMinutes(1), "me", None)).Count);
    }

    [Fact]
    public async Task LockedByAnotherProcess_FailsInWordsAndRecovers()
    {
        using var ledger = Open(("Frames:Ledger:BusyMilliseconds", "50"));
        await ledger.Events.AppendAsync([Rows.Event("a")], None);
        using (var other = Connect())
        {
            Run(other, "BEGIN IMMEDIATE");
            var failure = await Assert.ThrowsAsync<LedgerException>(() => ledger.Events.AppendAsync([Rows.Event("b")], None));
            Assert.Contains("Another process has the ledger's database locked", failure.Message, StringComparison.Ordinal);
        }

        await ledger.Events.AppendAsync([Rows.Event("b")], None);
        Assert.Equal([1L, 2L], (await ledger.Reader.EventsAsync(Rows.App, 0, 10, None)).Select(row => row.Seq));
    }

    [Fact]
    public async Task LockedForAMoment_IsWaitedFor()
    {
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        using var other = Connect();
        Run(other, "BEGIN IMMEDIATE");
        var waiting = Ledger.Events.AppendAsync([Rows.Event("b")], None);
        Assert.Single(await Ledger.Reader.EventsAsync(Rows.App, 0, 10, None));
        Assert.False(waiting.IsCompleted);

        Run(other, "ROLLBACK");

        await Deadline.For(waiting, "the append that waited for the lock");
    }

    [Fact]
    public async Task FullDisk_FailsInWordsAndRecovers()
    {
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        await Ledger.AskAsync("PRAGMA max_page_count = 1");
        var large = Rows.Event("b") with { Payload = new string('x', 200_000) };

        var failure = await Assert.ThrowsAsync<LedgerException>(() => Ledger.Events.AppendAsync([large], None));

        Assert.Contains("disk with the ledger's database is full", failure.Message, StringComparison.Ordinal);
        await Ledger.Events.AppendAsync([large], None);
        Assert.Equal([1L, 2L], (await Ledger.Reader.EventsAsync(Rows.App, 0, 10, None)).Select(row => row.Seq));
    }

    [Fact]
    public async Task DataDirectoryThatIsAFile_FailsInWordsAndRecovers()
    {
        File.WriteAllText(Folder["blocked"], "");
        using var ledger = new LedgerHost(Folder["blocked"], services => services.AddLedger());

        var failure = await Assert.ThrowsAsync<LedgerException>(() => ledger.Beats.RegisterAsync("e", ["t"], None));
        Assert.Contains(Folder["blocked"], failure.Message, StringComparison.Ordinal);

        File.Delete(Folder["blocked"]);
        await ledger.Beats.RegisterAsync("e", ["t"], None);
    }

    [Fact]
    public async Task FileOfANewerVersion_IsRefused()
    {
        using (var connection = Connect())
        {
            Run(connection, "PRAGMA user_version = 99");
        }

        var failure = await Assert.ThrowsAsync<LedgerException>(() => Ledger.Events.AppendAsync([Rows.Event("a")], None));
        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_AreMadeOnceAndCarryTheirVersion()
    {
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);
        Reopen();

        Assert.Equal((long)Ledger.Database.Script.Steps.Count, await Ledger.AskAsync("PRAGMA user_version"));
        Assert.Single(await Ledger.Reader.EventsAsync(Rows.App, 0, 10, None));
    }

    [Fact]
    public async Task FileOfVersion2_IsBroughtUpToDate_AndItsRecordingsAreJpeg()
    {
        using (var connection = Connect())
        {
            Run(connection, Ledger.Database.Script.Steps[0]);
            Run(connection, Ledger.Database.Script.Steps[1]);
            Run(connection, "PRAGMA user_version = 2");
            Run(connection, $"INSERT INTO egress VALUES ('old', '{Rows.App}', '{Rows.Call}', 'session-1', 0, NULL, 'running', NULL, '')");
            Run(connection, "INSERT INTO egress_segment VALUES ('old', 0, 0, 3, 720)");
        }

        var egress = Assert.Single((await Ledger.Reader.AccountAsync(Rows.App, Rows.Call, None)).Egresses);

        Assert.Equal([new(0, DateTimeOffset.UnixEpoch, 3, 720, PictureFormat.Jpeg)], egress.Segments);
    }

    [Theory]
    [InlineData("beat")]
    [InlineData("give_seq")]
    [InlineData("ticks")]
    [InlineData("latest_ticks")]
    [InlineData("last_tick")]
    [InlineData("claim")]
    [InlineData("claimed")]
    [InlineData("settle")]
    [InlineData("next_due")]
    [InlineData("events")]
    public void Query_WalksNoWholeTable(string query)
    {
        using var connection = Ledger.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + Ledger.Database.Script.Query(query);
        foreach (var name in System.Text.RegularExpressions.Regex.Matches(command.CommandText, @"@\w+").Select(match => match.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, 1L);
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var step = reader.GetString(3);
            Assert.DoesNotMatch("^SCAN (tick|t|n|event|e|delivery|d|capture|egress)( |$)", step);
        }
    }

    private protected override void AddLedger(IServiceCollection services) => services.AddLedger();

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Folder["ledger.db"]};Pooling=False");
        connection.Open();
        return connection;
    }
}
