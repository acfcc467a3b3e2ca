using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    [Fact]
    public async Task Append_CapturedTick_KeepsEveryColumnAndAnnouncesIt()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        var tick = Rows.Captured(7) with { TrackType = TrackType.ScreenShare, Detail = "as sent" };

        Assert.True(await CaptureAsync(tick));

        Assert.Equal(tick, await TickAsync(7));
        Assert.Equal(Rows.Announcement(tick) with { Seq = 1 }, Assert.Single(await EventsAsync()));
        var claimed = Assert.Single(await ClaimAsync("h1"));
        Assert.Equal(new ClaimedDelivery(Rows.Announcement(tick) with { Seq = 1 }, 1, tick.ObjectKey, tick.StoredAt), claimed);
    }

    [Theory]
    [InlineData(TickOutcome.Muted)]
    [InlineData(TickOutcome.NoVideo)]
    [InlineData(TickOutcome.Frozen)]
    [InlineData(TickOutcome.Blank)]
    [InlineData(TickOutcome.Unchanged)]
    [InlineData(TickOutcome.Overload)]
    public async Task Append_TickWithoutPicture_HasARowAndNoEvent(TickOutcome outcome)
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);

        Assert.True(await Ledger.Ticks.AppendAsync(Rows.Tick(1, outcome), null, None));

        Assert.Equal(Rows.Tick(1, outcome), Assert.Single(await TicksAsync()));
        Assert.Empty(await EventsAsync());
        Assert.Empty(await ClaimAsync("h1"));
    }

    [Fact]
    public async Task Append_FailedTick_KeepsEveryReason()
    {
        var reasons = Enum.GetValues<FailureReason>();
        await Task.WhenAll(reasons.Select(reason => Ledger.Ticks.AppendAsync(Rows.Failed((long)reason, reason), null, None)));

        Assert.Equal(reasons.Reverse().Select(reason => Rows.Failed((long)reason, reason)), await TicksAsync());
    }

    [Fact]
    public async Task Append_AnnouncementOfATickThatWasNotCaptured_IsRefused()
        => await Assert.ThrowsAsync<ArgumentException>(
            () => Ledger.Ticks.AppendAsync(Rows.Tick(1, TickOutcome.Blank), Rows.Announcement(Rows.Captured(1)), None));

    [Fact]
    public async Task Append_SecondRealOutcome_LosesAndAnnouncesNothing()
    {
        Assert.True(await Ledger.Ticks.AppendAsync(Rows.Tick(1, TickOutcome.Frozen), null, None));

        Assert.False(await CaptureAsync(Rows.Captured(1)));

        Assert.Equal(Rows.Tick(1, TickOutcome.Frozen), await TickAsync(1));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Append_OtherPictureOfACapturedTick_Loses()
    {
        Assert.True(await CaptureAsync(Rows.Captured(1, picture: "first")));

        Assert.False(await CaptureAsync(Rows.Captured(1, picture: "second")));

        Assert.Equal(Rows.Captured(1, picture: "first"), await TickAsync(1));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task Append_SameOutcomeAgain_IsTrueAndAnnouncedOnce()
    {
        Assert.True(await CaptureAsync(Rows.Captured(1)));
        Assert.True(await CaptureAsync(Rows.Captured(1)));

        Assert.Equal(1, Assert.Single(await EventsAsync()).Seq);
    }

    [Fact]
    public async Task Append_RealOutcomeOverAProvisionalOne_ReplacesItOnceAndIsLate()
    {
        await Ledger.Outbox.SaveHooksAsync(Rows.App, [Rows.Hook("h1")], None);
        await Ledger.Ticks.FillAsync([Rows.Lost(1)], None);

        Assert.True(await CaptureAsync(Rows.Captured(1)));
        Assert.Equal(Rows.Captured(1) with { Late = true }, await TickAsync(1));
        Assert.Single(await ClaimAsync("h1"));

        Assert.False(await Ledger.Ticks.AppendAsync(Rows.Tick(1, TickOutcome.Muted), null, None));
        Assert.Equal(Rows.Captured(1) with { Late = true }, await TickAsync(1));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task Fill_RowsThatAreThere_Stay()
    {
        await CaptureAsync(Rows.Captured(1));
        await Ledger.Ticks.FillAsync([Rows.Lost(2) with { Reason = FailureReason.WorkerLost }], None);

        await Ledger.Ticks.FillAsync([Rows.Lost(1), Rows.Lost(2), Rows.Lost(3)], None);

        Assert.Equal(Rows.Captured(1), await TickAsync(1));
        Assert.Equal(FailureReason.WorkerLost, (await TickAsync(2)).Reason);
        Assert.Equal(Rows.Lost(3), await TickAsync(3));
    }

    [Fact]
    public async Task Fill_RowsNotMarkedProvisional_AreProvisionalAllTheSame()
    {
        await Ledger.Ticks.FillAsync([Rows.Failed(1, FailureReason.SiloLost)], None);

        Assert.True((await TickAsync(1)).Provisional);
    }

    [Fact]
    public async Task Fill_NothingToFill_IsFine()
    {
        await Ledger.Ticks.FillAsync([], None);

        Assert.Empty(await TicksAsync());
    }

    [Fact]
    public async Task LastTick_IsTheHighestOfThatTrack()
    {
        Assert.Null(await Ledger.Ticks.LastTickAsync(Rows.Egress, Rows.Track, None));

        await CaptureAsync(Rows.Captured(4));
        await Ledger.Ticks.FillAsync([Rows.Lost(9), Rows.Lost(2)], None);
        await CaptureAsync(Rows.Captured(30, track: "track-2"));
        await CaptureAsync(Rows.Captured(40, egress: "egress-2"));

        Assert.Equal(9, await Ledger.Ticks.LastTickAsync(Rows.Egress, Rows.Track, None));
    }

    [Fact]
    public async Task Ticks_AreKeptInTheWordsOfTheWire()
    {
        await Ledger.Ticks.AppendAsync(Rows.Failed(1, FailureReason.NoKeyframe) with { TrackType = TrackType.ScreenShare }, null, None);
        await Ledger.Ticks.AppendAsync(Rows.Tick(2, TickOutcome.NoVideo), null, None);

        Assert.Equal(
            "failed no_keyframe TRACK_TYPE_SCREEN_SHARE",
            await Ledger.AskAsync("SELECT outcome || ' ' || reason || ' ' || track FROM tick WHERE tick = 1"));
        Assert.Equal("no_video TRACK_TYPE_VIDEO", await Ledger.AskAsync("SELECT outcome || ' ' || track FROM tick WHERE tick = 2"));
    }

    [Fact]
    public async Task Append_ManyAtOnce_OneOutcomeATickAndNoGapInAnyAppsSequence()
    {
        string[] apps = ["app-b", "app-a", "app-c"];
        string[] pictures = ["one", "two"];
        var attempts =
            from tick in Enumerable.Range(0, 100)
            from app in apps
            from picture in pictures
            select Rows.Captured(tick, egress: "egress-of-" + app, app: app, picture: picture);

        var won = await Deadline.For(
            Task.WhenAll(attempts.AsParallel().WithDegreeOfParallelism(16).Select(async tick => (Tick: tick, Won: await CaptureAsync(tick)))),
            "600 appends");

        foreach (var app in apps)
        {
            var winners = won.Where(append => append.Won && append.Tick.App == app).Select(append => append.Tick).OrderByDescending(tick => tick.Tick).ToArray();
            Assert.Equal(100, winners.Length);
            Assert.Equal(winners, await TicksAsync(app));
            var events = await EventsAsync(app);
            Assert.Equal(Enumerable.Range(1, 100).Select(seq => (long)seq), events.Select(row => row.Seq));
            Assert.Equal(winners.Select(tick => tick.EventId!.Value).Order(), events.Select(row => row.EventId).Order());
        }
    }
}
