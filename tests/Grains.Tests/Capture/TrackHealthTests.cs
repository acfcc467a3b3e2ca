using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Capture;

public sealed class TrackHealthTests
{
    private readonly TrackHealth _health = new();

    [Fact]
    public void Observe_FirstPicture_ReportsRunningOnce()
    {
        Assert.Null(See(TickOutcome.NoVideo));
        var report = See(TickOutcome.Captured)!;
        Assert.Equal((true, false, null), (report.Running, report.Blocked, report.Reason));
        Assert.Equal((Tracks.Spec().EgressId, Tracks.Spec().TrackKey), (report.EgressId, report.TrackKey));
        Assert.Null(See(TickOutcome.Captured));
        Assert.Null(See(TickOutcome.Failed, FailureReason.Timeout));
        Assert.Null(See(TickOutcome.Captured));
    }

    [Fact]
    public void Observe_ThreeOwnFaults_ReportsBlockedOnceWithItsReason()
    {
        Assert.Null(See(TickOutcome.Failed, FailureReason.Store));
        Assert.Null(See(TickOutcome.Failed, FailureReason.Store));
        var report = See(TickOutcome.Failed, FailureReason.Ledger)!;
        Assert.Equal((false, true, FailureReason.Ledger), (report.Running, report.Blocked, report.Reason));
        Assert.Null(See(TickOutcome.Failed, FailureReason.Store));
    }

    [Fact]
    public void Observe_PictureAfterBlocked_ReportsRecovery()
    {
        Blocked();
        var report = See(TickOutcome.Captured)!;
        Assert.Equal((true, false, null), (report.Running, report.Blocked, report.Reason));
    }

    [Theory]
    [InlineData(TickOutcome.Frozen)]
    [InlineData(TickOutcome.Muted)]
    [InlineData(TickOutcome.Overload)]
    public void Observe_AnythingElseBetween_StartsTheCountAgain(TickOutcome between)
    {
        Assert.Null(See(TickOutcome.Failed, FailureReason.Store));
        Assert.Null(See(TickOutcome.Failed, FailureReason.Store));
        Assert.Null(See(between));
        Assert.Null(See(TickOutcome.Failed, FailureReason.Store));
        Assert.Null(See(TickOutcome.Failed, FailureReason.Store));
        Assert.NotNull(See(TickOutcome.Failed, FailureReason.Store));
    }

    [Fact]
    public void Observe_DeadCameraForEver_ReportsNothing()
        => Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(See(TickOutcome.Failed, FailureReason.Refused)));

    [Fact]
    public void Observe_ReportThatNobodyHeard_IsGivenAgain()
    {
        Assert.NotNull(_health.Observe(Tracks.Row(TickOutcome.Captured)));
        Assert.NotNull(_health.Observe(Tracks.Row(TickOutcome.Captured)));
        Assert.NotNull(See(TickOutcome.Captured));
        Assert.Null(See(TickOutcome.Captured));
    }

    [Fact]
    public void Observe_AfterRepeat_ReportsTheSameAgain()
    {
        Blocked();
        _health.Repeat();
        Assert.True(See(TickOutcome.Failed, FailureReason.Store)!.Blocked);
    }

    private void Blocked()
    {
        for (var tick = 0; tick < 3; tick++)
        {
            See(TickOutcome.Failed, FailureReason.Store);
        }
    }

    private TrackReport? See(TickOutcome outcome, FailureReason? reason = null)
    {
        var report = _health.Observe(Tracks.Row(outcome, reason));
        if (report is not null)
        {
            _health.Told(report);
        }

        return report;
    }
}
