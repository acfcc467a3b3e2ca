using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Pages_ByTheirCursors_GiveEveryTickOnceNewestFirst(int limit)
    {
        string[] tracks = ["t1", "t2", "t3"];
        await Task.WhenAll(from track in tracks from tick in Enumerable.Range(0, 4) select CaptureAsync(Rows.Captured(tick, track: track)));

        var read = await AllPagesAsync(new(Rows.App, Rows.Call, Limit: limit));

        Assert.Equal(
            from tick in Enumerable.Range(0, 4).Reverse() from track in tracks.Reverse() select Rows.Captured(tick, track: track), read);
    }

    [Fact]
    public async Task Pages_WhileTicksArrive_SkipAndRepeatNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(tick => CaptureAsync(Rows.Captured(tick))));
        var query = new TickQuery(Rows.App, Rows.Call, Limit: 4);
        var first = await Ledger.Reader.TicksAsync(query, None);

        await CaptureAsync(Rows.Captured(10));

        Assert.Equal([5L, 4L, 3L, 2L], (await Ledger.Reader.TicksAsync(query with { Next = first.Next }, None)).Rows.Select(row => row.Tick));
    }

    [Fact]
    public async Task Filters_NarrowTheList()
    {
        await CaptureAsync(Rows.Captured(1));
        await CaptureAsync(Rows.Captured(2, track: "t-bob", user: "bob"));
        await CaptureAsync(Rows.Captured(3, egress: "egress-2"));
        await Ledger.Ticks.AppendAsync(Rows.Tick(4, TickOutcome.Muted), null, None);
        await CaptureAsync(Rows.Captured(5, app: "app-2", egress: "egress-3"));

        Assert.Equal([4L, 3L, 2L, 1L], await NumbersAsync(new(Rows.App, Rows.Call)));
        Assert.Equal([2L], await NumbersAsync(new(Rows.App, Rows.Call, UserId: "bob")));
        Assert.Equal([3L], await NumbersAsync(new(Rows.App, Rows.Call, EgressId: "egress-2")));
        Assert.Equal([3L, 2L, 1L], await NumbersAsync(new(Rows.App, Rows.Call, CapturedOnly: true)));
        Assert.Empty(await NumbersAsync(new(Rows.App, "default:other")));
    }

    [Fact]
    public async Task LatestOnly_GivesTheNewestTickOfEachTrack()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await Ledger.Events.SaveEgressAsync(Rows.Recording("egress-2"), None);
        await CaptureAsync(Rows.Captured(1));
        await CaptureAsync(Rows.Captured(2));
        await CaptureAsync(Rows.Captured(3, track: "t-bob", user: "bob"));
        await Ledger.Ticks.AppendAsync(Rows.Tick(4, TickOutcome.Muted, track: "t-bob", user: "bob"), null, None);
        await CaptureAsync(Rows.Captured(9, egress: "egress-2"));

        Assert.Equal([(9L, "ann"), (4L, "bob")], await LatestAsync(new(Rows.App, Rows.Call, LatestOnly: true)));
        Assert.Equal([(9L, "ann"), (3L, "bob")], await LatestAsync(new(Rows.App, Rows.Call, LatestOnly: true, CapturedOnly: true)));
        Assert.Equal([(4L, "bob"), (2L, "ann")], await LatestAsync(new(Rows.App, Rows.Call, EgressId: Rows.Egress, LatestOnly: true)));
        Assert.Equal([(4L, "bob")], await LatestAsync(new(Rows.App, Rows.Call, UserId: "bob", LatestOnly: true)));
        Assert.Equal([9L, 4L], (await AllPagesAsync(new(Rows.App, Rows.Call, LatestOnly: true, Limit: 1))).Select(row => row.Tick));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no cursor")]
    [InlineData("AAAA")]
    [InlineData("bnVsbA")]
    [InlineData("WzEsMiwzLDQsNV0")]
    public async Task Cursor_NotOfOurs_IsRefused(string cursor)
        => await Assert.ThrowsAsync<FormatException>(() => Ledger.Reader.TicksAsync(new(Rows.App, Rows.Call, Next: cursor), None));

    [Fact]
    public async Task Cursor_OfAnotherList_IsRefused()
    {
        await CaptureAsync(Rows.Captured(1));
        await CaptureAsync(Rows.Captured(2));
        var query = new TickQuery(Rows.App, Rows.Call, Limit: 1);
        var next = (await Ledger.Reader.TicksAsync(query, None)).Next;

        Assert.Equal(1, Assert.Single((await Ledger.Reader.TicksAsync(query with { Next = next, Limit = 7 }, None)).Rows).Tick);
        foreach (var other in new[] { query with { CallCid = "default:other" }, query with { App = "app-2" }, query with { CapturedOnly = true } })
        {
            await Assert.ThrowsAsync<FormatException>(() => Ledger.Reader.TicksAsync(other with { Next = next }, None));
        }
    }

    [Fact]
    public async Task Account_CountsEveryOutcomeOfEveryTrack()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await CaptureAsync(Rows.Captured(1));
        await CaptureAsync(Rows.Captured(2));
        await Ledger.Ticks.AppendAsync(Rows.Failed(3, FailureReason.NoKeyframe), null, None);
        await Ledger.Ticks.AppendAsync(Rows.Tick(3, TickOutcome.NoVideo, track: "t-bob", user: "bob") with { TrackType = TrackType.ScreenShare }, null, None);

        var account = await Ledger.Reader.AccountAsync(Rows.App, Rows.Call, None);

        var egress = Assert.Single(account.Egresses);
        Assert.Equal(Rows.Recording().Segments, egress.Segments);
        Assert.Equal(
            [
                new OutcomeCount(Rows.Egress, "t-bob", "bob", TrackType.ScreenShare, "no_video", 1),
                new OutcomeCount(Rows.Egress, Rows.Track, "ann", TrackType.Video, "captured", 2),
                new OutcomeCount(Rows.Egress, Rows.Track, "ann", TrackType.Video, "failed(no_keyframe)", 1),
            ],
            account.Outcomes);
    }

    [Fact]
    public async Task Egresses_OfTheApp_NewestFirst()
    {
        var old = Rows.Recording("egress-0", endedAt: Rows.Start.AddMinutes(5)) with { StartedAt = Rows.Start.AddMinutes(-5), Status = "failed", Reason = "store" };
        await Ledger.Events.SaveEgressAsync(Rows.Recording("egress-2") with { StartedAt = Rows.Start.AddMinutes(1), CallCid = "default:other" }, None);
        await Ledger.Events.SaveEgressAsync(old, None);
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await Ledger.Events.SaveEgressAsync(Rows.Recording("egress-of-another", app: "app-2"), None);

        var rows = await Ledger.Reader.EgressesAsync(Rows.App, 10, None);

        Assert.Equal(["egress-2", Rows.Egress, "egress-0"], rows.Select(row => row.EgressId));
        Assert.Equal(("default:other", "running", (DateTimeOffset?)null), (rows[0].CallCid, rows[0].Status, rows[0].EndedAt));
        Assert.Equal(new EgressSummary("egress-0", Rows.Call, old.SessionId, old.StartedAt, old.EndedAt, "failed", "store"), rows[2]);
        Assert.Equal(["egress-2"], (await Ledger.Reader.EgressesAsync(Rows.App, 1, None)).Select(row => row.EgressId));
    }

    private async Task<List<TickRow>> AllPagesAsync(TickQuery query)
    {
        var rows = new List<TickRow>();
        do
        {
            var page = await Ledger.Reader.TicksAsync(query, None);
            Assert.InRange(page.Rows.Count, 0, query.Limit);
            rows.AddRange(page.Rows);
            query = query with { Next = page.Next };
        }
        while (query.Next is not null);
        return rows;
    }

    private async Task<IEnumerable<long>> NumbersAsync(TickQuery query) => (await Ledger.Reader.TicksAsync(query, None)).Rows.Select(row => row.Tick);

    private async Task<IEnumerable<(long Tick, string User)>> LatestAsync(TickQuery query)
        => (await Ledger.Reader.TicksAsync(query, None)).Rows.Select(row => (row.Tick, row.UserId));
}
