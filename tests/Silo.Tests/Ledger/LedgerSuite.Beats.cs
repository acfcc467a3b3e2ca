namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    // Beats carry the database's clock, so the tests move the limit instead of the time.
    private static readonly TimeSpan Anything = TimeSpan.FromMinutes(-1);
    private static readonly TimeSpan OlderThanAMinute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Stale_FreshBeats_AreNotListed()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await Ledger.Beats.RegisterAsync(Rows.Egress, ["t1"], None);

        Assert.Empty(await Ledger.Beats.StaleAsync(OlderThanAMinute, None));
    }

    [Fact]
    public async Task Stale_OldBeatsOfRunningRecordings_AreListedByRecording()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await Ledger.Events.SaveEgressAsync(Rows.Recording("egress-2", "app-2"), None);
        await Ledger.Events.SaveEgressAsync(Rows.Recording("ended", endedAt: Rows.Start), None);
        await Ledger.Beats.RegisterAsync(Rows.Egress, ["t2", "t1"], None);
        await Ledger.Beats.RegisterAsync("egress-2", ["t3"], None);
        await Ledger.Beats.RegisterAsync("ended", ["t4"], None);
        await Ledger.Beats.RegisterAsync("never-saved", ["t5"], None);

        var stale = await Ledger.Beats.StaleAsync(Anything, None);

        Assert.Equal([(Rows.App, Rows.Egress, "t1,t2"), ("app-2", "egress-2", "t3")], stale.Select(row => (row.App, row.EgressId, string.Join(',', row.TrackKeys))));
        Assert.All(stale, row => Assert.Equal(Rows.Call, row.CallCid));
    }

    [Fact]
    public async Task Beat_OfRegisteredTracks_MakesThemFreshAndNobodyElse()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await Ledger.Beats.RegisterAsync(Rows.Egress, ["t1", "t2", "t3"], None);
        await Ledger.AskAsync("UPDATE capture SET beat_at = 0");

        await Ledger.Beats.BeatAsync("silo-1", [new(Rows.Egress, "t1"), new(Rows.Egress, "t3"), new(Rows.Egress, "unknown"), new("other", "t2")], None);

        Assert.Equal(["t2"], Assert.Single(await Ledger.Beats.StaleAsync(OlderThanAMinute, None)).TrackKeys);
        Assert.Equal("silo-1", await Ledger.AskAsync("SELECT owner_silo FROM capture WHERE track_key = 't1'"));
        Assert.Equal(3L, await Ledger.AskAsync("SELECT count(*) FROM capture"));
    }

    [Fact]
    public async Task Register_Again_StartsTheBeatAnew()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await Ledger.Beats.RegisterAsync(Rows.Egress, ["t1"], None);
        await Ledger.AskAsync("UPDATE capture SET beat_at = 0");

        await Ledger.Beats.RegisterAsync(Rows.Egress, ["t1", "t2"], None);

        Assert.Empty(await Ledger.Beats.StaleAsync(OlderThanAMinute, None));
        Assert.Equal(2L, await Ledger.AskAsync("SELECT count(*) FROM capture"));
    }

    [Fact]
    public async Task Remove_LeavesTheOthers()
    {
        await Ledger.Events.SaveEgressAsync(Rows.Recording(), None);
        await Ledger.Beats.RegisterAsync(Rows.Egress, ["t1", "t2"], None);

        await Ledger.Beats.RemoveAsync(Rows.Egress, ["t1", "unknown"], None);

        Assert.Equal(["t2"], Assert.Single(await Ledger.Beats.StaleAsync(Anything, None)).TrackKeys);
    }
}
