using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

public sealed class PostgresLedgerTests(PostgresServer server) : LedgerSuite, IClassFixture<PostgresServer>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _address = server.Schema($"t{Guid.NewGuid():N}");

    private protected override (string Key, string Value)[] Settings => [("Frames:Ledger:Postgres", _address)];

    [Fact]
    public async Task WritersConnection_CommitsDurably()
    {
        using var careless = Open(("Frames:Ledger:Postgres", _address + ";Options=-c synchronous_commit=off"));

        Assert.Equal("on", await careless.AskAsync("SHOW synchronous_commit"));
    }

    [Fact]
    public async Task CrashedServer_FailsInWords_AndHoldsEverythingAcknowledged()
    {
        await using var own = await OwnServer.StartAsync();
        using var ledger = new LedgerHost(Folder.Path, AddLedger, ("Frames:Ledger:Postgres", own.Server.Schema("frames")));
        await ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        var ticks = Enumerable.Range(1, 50).Select(tick => Rows.Captured(tick)).ToArray();
        await Task.WhenAll(ticks.Select(tick => ledger.Ticks.AppendAsync(tick, Rows.Announcement(tick), None)));

        await own.Server.CrashAsync();
        var failure = await Assert.ThrowsAsync<LedgerException>(() => ledger.Events.AppendAsync([Rows.Event("a")], None));
        Assert.Contains("The ledger's database", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerException>(() => ledger.Reader.EventsAsync(Rows.App, 0, 10, None));

        await own.Server.StartAsync();
        Assert.Equal(ticks.Reverse(), (await ledger.Reader.TicksAsync(new(Rows.App, Rows.Call), None)).Rows);
        Assert.Equal(50, (await ledger.Outbox.ClaimAsync(new(Rows.App, "h1"), 100, TimeSpan.FromMinutes(1), "me", None)).Count);
    }

    [Fact]
    public async Task RestartedServer_CostsNoWriteAndNoRead()
    {
        await using var own = await OwnServer.StartAsync();
        using var ledger = new LedgerHost(Folder.Path, AddLedger, ("Frames:Ledger:Postgres", own.Server.Schema("frames")));
        await ledger.Events.AppendAsync([Rows.Event("a")], None);
        Assert.Single(await ledger.Reader.EventsAsync(Rows.App, 0, 10, None));

        await own.Server.CrashAsync();
        await own.Server.StartAsync();

        await ledger.Events.AppendAsync([Rows.Event("b")], None);
        Assert.Equal([1L, 2L], (await ledger.Reader.EventsAsync(Rows.App, 0, 10, None)).Select(row => row.Seq));
    }

    [Fact]
    public async Task ManySilosAtOnce_MakeTheTablesOnce_AndNumberEventsWithoutGaps()
    {
        var silos = Enumerable.Range(0, 4).Select(_ => Open()).ToArray();

        await Task.WhenAll(silos.Select((silo, number) => Task.WhenAll(
            Enumerable.Range(0, 25).Select(one => silo.Events.AppendAsync([Rows.Event($"{number}-{one}")], None)))));

        Assert.Equal(Enumerable.Range(1, 100).Select(seq => (long)seq), (await Ledger.Reader.EventsAsync(Rows.App, 0, 1000, None)).Select(row => row.Seq));
        Array.ForEach(silos, silo => silo.Dispose());
    }

    [Fact]
    public async Task TablesOfANewerVersion_AreRefused()
    {
        await Ledger.AskAsync("UPDATE ledger_schema SET version = 99");

        using var older = Open();
        var failure = await Assert.ThrowsAsync<LedgerException>(() => older.Events.AppendAsync([Rows.Event("a")], None));

        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongAddress_FailsInWords_WithoutThePassword()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(_address) { Port = 1, Password = "secret-word" }.ConnectionString;
        using var ledger = new LedgerHost(Folder.Path, AddLedger, ("Frames:Ledger:Postgres", nowhere));

        var failure = await Assert.ThrowsAsync<LedgerException>(() => ledger.Events.AppendAsync([Rows.Event("a")], None));

        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:1/postgres", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryQuery_IsThatOfSqlite()
    {
        Assert.Equal(LedgerScript.Load("Sqlite").QueryNames.Order(), LedgerScript.Load("Postgres").QueryNames.Order());
    }

    private protected override void AddLedger(IServiceCollection services) => services.AddLedger();

    /// <summary>A server that a test may crash.</summary>
    private sealed class OwnServer(PostgresServer server) : IAsyncDisposable
    {
        public PostgresServer Server => server;

        public static async Task<OwnServer> StartAsync()
        {
            PostgresServer server = new() { IsDurable = true };
            await server.InitializeAsync();
            return new(server);
        }

        public async ValueTask DisposeAsync() => await server.DisposeAsync();
    }
}
