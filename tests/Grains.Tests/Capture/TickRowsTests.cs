using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Capture;

public sealed class TickRowsTests
{
    [Fact]
    public void Lost_ThreeTicks_AreProvisionalFailuresAtTheirDueTimes()
    {
        var spec = Tracks.Spec();
        var cadence = Cadence.Of(spec);

        var rows = TickRows.Lost(spec, cadence, 5, 8);

        Assert.Equal([5L, 6, 7], rows.Select(row => row.Tick));
        Assert.All(rows, row =>
        {
            Assert.Equal((TickOutcome.Failed, FailureReason.SiloLost, true), (row.Outcome, row.Reason, row.Provisional));
            Assert.Equal(cadence.DueAt(row.Tick), row.DueAt);
            Assert.Equal((spec.EgressId, spec.TrackKey, spec.App, spec.CallCid), (row.EgressId, row.TrackKey, row.App, row.CallCid));
            Assert.Equal((spec.UserId, spec.UserSessionId, spec.TrackType), (row.UserId, row.UserSessionId, row.TrackType));
        });
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 4)]
    public void Lost_NothingBetween_IsEmpty(long first, long end) => Assert.Empty(TickRows.Lost(Tracks.Spec(), Cadence.Of(Tracks.Spec()), first, end));

    [Theory]
    [InlineData(FailureReason.Store, true)]
    [InlineData(FailureReason.Ledger, true)]
    [InlineData(FailureReason.WorkerLost, true)]
    [InlineData(FailureReason.SpoolFull, true)]
    [InlineData(FailureReason.Refused, false)]
    [InlineData(FailureReason.Auth, false)]
    [InlineData(FailureReason.Timeout, false)]
    [InlineData(FailureReason.Stalled, false)]
    [InlineData(FailureReason.Decode, false)]
    public void IsOwnFault_Failure_IsTrueForStoreWorkerAndLedgerOnly(FailureReason reason, bool own)
        => Assert.Equal(own, Tracks.Row(TickOutcome.Failed, reason).IsOwnFault());
}
