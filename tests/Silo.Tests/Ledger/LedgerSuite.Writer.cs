using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Storage;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    [Fact]
    public async Task Batch_WhatIsQueuedTogether_CommitsTogether()
    {
        var release = await Ledger.HoldWriterAsync();
        var items = Enumerable.Range(0, 50).Select(_ => Ledger.Writer.RunAsync(batch => batch, None)).ToArray();
        release.SetResult();

        Assert.Single((await Deadline.For(Task.WhenAll(items), "50 items")).Distinct());
    }

    [Fact]
    public async Task Batch_FailingItem_TakesBackOnlyItsOwn()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        Ledger.Signal.Touched.Clear();
        var release = await Ledger.HoldWriterAsync();
        var before = CaptureAsync(Rows.Captured(1));
        var failing = Ledger.Writer.RunAsync<int>(
            batch =>
            {
                batch.Announce(Rows.Event("half"), null);
                throw new InvalidOperationException("midway");
            },
            None);
        var refused = Ledger.Ticks.AppendAsync(Rows.Tick(2, TickOutcome.Blank) with { UserId = null! }, null, None);
        var after = CaptureAsync(Rows.Captured(3));
        release.SetResult();

        Assert.Contains("midway", (await Assert.ThrowsAsync<LedgerException>(() => failing)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerException>(() => refused);
        Assert.True(await before);
        Assert.True(await after);
        Assert.Equal([3L, 1L], (await TicksAsync()).Select(row => row.Tick));
        Assert.Equal([1L, 2L], (await EventsAsync()).Select(row => row.Seq));
        Assert.Equal(2, (await ClaimAsync("h1")).Count);
        Assert.True(await CaptureAsync(Rows.Captured(4)));
    }

    [Fact]
    public async Task Barrier_IsPassedBeforeTheCommit()
    {
        var order = new List<string>();
        Ledger.Barrier.OnFlush = () => order.Add($"flush, {CountTicks()} rows");

        await CaptureAsync(Rows.Captured(1));
        order.Add($"acknowledged, {CountTicks()} rows");

        Assert.Equal(["flush, 0 rows", "acknowledged, 1 rows"], order);
        Assert.Equal([new StoredObject(Rows.App, Rows.Captured(1).ObjectKey!)], Ledger.Barrier.Flushed);
    }

    [Fact]
    public async Task Barrier_TicksWithoutPicture_NeedNone()
    {
        await Ledger.Ticks.AppendAsync(Rows.Tick(1, TickOutcome.Muted), null, None);
        await Ledger.Events.AppendAsync([Rows.Event("a")], None);

        Assert.Empty(Ledger.Barrier.Flushed);
    }

    [Fact]
    public async Task Barrier_PictureInAnExternalStorage_NeedsNone()
    {
        Assert.True(await CaptureAsync(Rows.Captured(1) with { ObjectKey = "mine:frames/e/t/1.jpg" }));

        Assert.Empty(Ledger.Barrier.Flushed);
        Assert.Equal("mine:frames/e/t/1.jpg", Assert.Single(await TicksAsync()).ObjectKey);
    }

    [Fact]
    public async Task Barrier_PictureThatIsNotDurable_FailsItsTickOnly()
    {
        Ledger.Barrier.Failures.Add(new(Rows.App, Rows.Captured(1).ObjectKey!), "the disk says no");
        var release = await Ledger.HoldWriterAsync();
        var (lost, kept) = (CaptureAsync(Rows.Captured(1)), CaptureAsync(Rows.Captured(2)));
        release.SetResult();

        Assert.Contains("the disk says no", (await Assert.ThrowsAsync<LedgerException>(() => lost)).Message, StringComparison.Ordinal);
        Assert.True(await kept);
        Assert.Equal([2L], (await TicksAsync()).Select(row => row.Tick));
    }

    [Fact]
    public async Task Cancel_WhileQueued_WritesNothing()
    {
        using var cancelling = new CancellationTokenSource();
        var release = await Ledger.HoldWriterAsync();
        var cancelled = Ledger.Ticks.AppendAsync(Rows.Captured(1), Rows.Announcement(Rows.Captured(1)), cancelling.Token);
        var kept = CaptureAsync(Rows.Captured(2));

        await cancelling.CancelAsync();
        release.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.True(await kept);
        Assert.Equal([2L], (await TicksAsync()).Select(row => row.Tick));
    }

    [Fact]
    public async Task Queue_Full_RefusesInWordsAndGoesOnLater()
    {
        using var small = Open(("Frames:Ledger:QueueRows", "3"));
        var release = await small.HoldWriterAsync();
        var queued = Enumerable.Range(1, 3).Select(tick => small.Ticks.AppendAsync(Rows.Captured(tick), Rows.Announcement(Rows.Captured(tick)), None)).ToArray();

        var refused = await Assert.ThrowsAsync<LedgerException>(() => small.Events.AppendAsync([Rows.Event("a")], None));
        release.SetResult();

        Assert.Contains("3 rows are waiting", refused.Message, StringComparison.Ordinal);
        Assert.All(await Deadline.For(Task.WhenAll(queued), "what was queued"), Assert.True);
        await small.Events.AppendAsync([Rows.Event("a")], None);
    }

    [Fact]
    public async Task Closed_WhatWasQueuedIsWrittenAndTheRestRefused()
    {
        var closing = Open();
        var writer = closing.Writer;
        var release = await closing.HoldWriterAsync();
        var queued = closing.Ticks.AppendAsync(Rows.Captured(1), Rows.Announcement(Rows.Captured(1)), None);
        var closed = Task.Run(closing.Dispose);
        release.SetResult();

        await Deadline.For(closed, "the ledger to close");
        Assert.True(await queued);
        await Assert.ThrowsAsync<LedgerException>(() => writer.RunAsync(_ => 0, None));
        Assert.Equal(Rows.Captured(1), Assert.Single(await TicksAsync()));
    }

    private long CountTicks()
    {
        using var connection = Ledger.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM tick";
        return (long)command.ExecuteScalar()!;
    }
}
