using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Capture;
using OrleansFrames.Grains.Tests.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Ledger;

public sealed class LedgerReaderGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private readonly string _app = $"app-{Guid.NewGuid():N}";

    private ILedgerReaderGrain Grain => cluster.Grains.GetLedgerReader();

    [Fact]
    public async Task Ticks_WithPicture_CarryAUrlOfTheAppsLife()
    {
        await cluster.App(_app).UpdateAsync(new(null, 20_000), CancellationToken.None);
        cluster.Reader.Rows.Enqueue(Row(TickOutcome.Captured) with { ObjectKey = "e/t/1.jpg", StoredAt = Tracks.Start });
        cluster.Reader.Rows.Enqueue(Row(TickOutcome.Muted));
        cluster.Reader.Rows.Enqueue(Row(TickOutcome.Captured) with { ObjectKey = FakeUrls.Expired, StoredAt = Tracks.Start });
        cluster.Reader.Rows.Enqueue(Row(TickOutcome.Captured) with { ObjectKey = FakeUrls.Away, StoredAt = Tracks.Start });

        var page = (await Grain.TicksAsync(new(_app, "default:call"), CancellationToken.None)).Value!;

        Assert.StartsWith("http://frames/e/t/1.jpg?life=20000&", page.Rows[0].Url, StringComparison.Ordinal);
        Assert.Null(page.Rows[1].Url);
        Assert.Null(page.Rows[2].Url);
        Assert.Null(page.Rows[3].Url);
        Assert.Equal(FakeLedgerReader.Cursor, page.Next);
    }

    [Fact]
    public async Task Ticks_CursorOfSomebodyElse_IsRefusedByName()
    {
        var refusal = (await Grain.TicksAsync(new(_app, "default:call", Next: "made up"), CancellationToken.None)).Refusal!;
        Assert.Equal((RefusalKind.Input, "next"), (refusal.Kind, Assert.Single(refusal.Fields.Keys)));
    }

    [Fact]
    public async Task Account_IsTheReaders()
        => Assert.Equal($"{_app} default:call", Assert.Single((await Grain.AccountAsync(_app, "default:call", CancellationToken.None)).Outcomes).Outcome);

    [Fact]
    public async Task Events_AreTheAppsAfterASequenceNumber()
    {
        foreach (var seq in (long[])[1, 2, 3])
        {
            cluster.Reader.Events.Enqueue(new(Guid.NewGuid(), _app, seq, "default:call", "t", Tracks.Start, "{}"));
        }

        Assert.Equal([2L, 3], (await Grain.EventsAsync(_app, 1, 10, CancellationToken.None)).Select(row => row.Seq));
    }

    private TickRow Row(TickOutcome outcome) => Tracks.Row(outcome) with { App = _app };
}
