using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    [Fact]
    public async Task Events_InTheOrderGiven_GetGaplessNumbers()
    {
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b")], None);
        await Ledger.Events.AppendAsync([Rows.Event("other", app: "app-2")], None);
        await Ledger.Events.AppendAsync([Rows.Event("c")], None);

        Assert.Equal(
            [Rows.Event("a") with { Seq = 1 }, Rows.Event("b") with { Seq = 2 }, Rows.Event("c") with { Seq = 3 }], await EventsAsync());
        Assert.Equal(1, Assert.Single(await EventsAsync("app-2")).Seq);
    }

    [Fact]
    public async Task Events_WrittenAgain_AreSkippedWithTheirDeliveries()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);

        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b"), Rows.Event("b")], None);

        Assert.Equal([1L, 2L], (await EventsAsync()).Select(row => row.Seq));
        Assert.Equal([Rows.Id("app-1/a"), Rows.Id("app-1/b")], (await ClaimAsync("h1")).Select(row => row.Event.EventId));
    }

    [Fact]
    public async Task Events_AfterANumber_AreReadOldestFirstAndNoMoreThanAsked()
    {
        await Ledger.Events.AppendAsync([.. Enumerable.Range(1, 12).Select(number => Rows.Event($"event-{number}"))], None);

        var page = await Ledger.Reader.EventsAsync(Rows.App, afterSeq: 3, limit: 5, None);

        Assert.Equal([4L, 5L, 6L, 7L, 8L], page.Select(row => row.Seq));
        Assert.Empty(await Ledger.Reader.EventsAsync(Rows.App, afterSeq: 12, limit: 5, None));
        Assert.Empty(await Ledger.Reader.EventsAsync("nobody", afterSeq: 0, limit: 5, None));
    }

    [Fact]
    public async Task News_LeavesPicturesOutAndGoesOnBehindThem()
    {
        Assert.Equal(0, (await Ledger.Reader.NewsAsync(Rows.App, long.MaxValue, 10, None)).NextAfterSeq);
        await Ledger.Events.AppendAsync([Rows.Event("a"), Rows.Event("b")], None);
        await CaptureAsync(Rows.Captured(1));
        await Ledger.Events.AppendAsync([Rows.Event("other", app: "app-2"), Rows.Event("c")], None);
        await CaptureAsync(Rows.Captured(2));

        var first = await Ledger.Reader.NewsAsync(Rows.App, afterSeq: 0, limit: 2, None);
        var second = await Ledger.Reader.NewsAsync(Rows.App, first.NextAfterSeq, limit: 2, None);

        Assert.Equal([1L, 2L], first.Events.Select(row => row.Seq));
        Assert.Equal((2L, true), (first.NextAfterSeq, first.More));
        Assert.Equal(Rows.Event("c") with { Seq = 4 }, Assert.Single(second.Events));
        Assert.Equal((5L, false), (second.NextAfterSeq, second.More));
        var end = await Ledger.Reader.NewsAsync(Rows.App, long.MaxValue, 2, None);
        Assert.Equal((0, 5L, false), (end.Events.Count, end.NextAfterSeq, end.More));
    }

    [Fact]
    public async Task Events_OfATickAndOwedOnes_ShareOneSequence()
    {
        await Ledger.Events.AppendAsync([Rows.Event("started")], None);
        await CaptureAsync(Rows.Captured(1));
        await Ledger.Events.AppendAsync([Rows.Event("stopped")], None);

        Assert.Equal(["call.session_started", "call.frame_recording_ready", "call.session_started"], (await EventsAsync()).Select(row => row.Type));
    }

    [Fact]
    public async Task Reopened_EverythingAcknowledgedIsThereAndTheSequenceGoesOn()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await CaptureAsync(Rows.Captured(1));
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);

        Reopen();
        await CaptureAsync(Rows.Captured(2));

        Assert.Equal([Rows.Captured(2), Rows.Captured(1)], await TicksAsync());
        Assert.Equal([1L, 2L], (await EventsAsync()).Select(row => row.Seq));
        Assert.Equal(2, (await ClaimAsync("h1")).Count);
        Assert.Equal("https://example.com/hook-of-h1", (await Ledger.Outbox.FindHookAsync(new(Rows.App, "h1"), None))?.WebhookUrl);
    }

    [Fact]
    public async Task Egress_SavedAgain_IsReplacedWithItsSegments()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        var ended = Rows.Recording(endedAt: Rows.Start.AddMinutes(5)) with
        {
            Reason = "store",
            Segments = [new(0, Rows.Start, 3, 720), new(4, Rows.Start.AddSeconds(12), 2, 1080, PictureFormat.Webp)],
        };

        await Ledger.Events.SaveEgressAsync(ended, None);

        var read = Assert.Single((await Ledger.Reader.AccountAsync(Rows.App, Rows.Call, None)).Egresses);
        Assert.Equal(ended.Segments, read.Segments);
        Assert.Equal(ended with { Segments = read.Segments }, read);
    }
}
