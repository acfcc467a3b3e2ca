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

    [Theory]
    [InlineData(FailureReason.Refused)]
    [InlineData(FailureReason.Auth)]
    [InlineData(FailureReason.NotFound)]
    [InlineData(FailureReason.Dns)]
    [InlineData(FailureReason.Timeout)]
    [InlineData(FailureReason.Stalled)]
    public void Observe_DeadCameraForEver_ReportsItUnreachableOnceAndNeverBlocked(FailureReason reason)
    {
        Assert.Null(See(TickOutcome.Failed, reason, second: 2));
        var report = See(TickOutcome.Failed, reason, second: 4)!;
        Assert.Equal((false, false, null, Tracks.Start.AddSeconds(2)), (report.Running, report.Blocked, report.Reason, report.UnreachableSince));
        Assert.All(Enumerable.Range(3, 20), tick => Assert.Null(See(TickOutcome.Failed, reason, second: 2 * tick)));
    }

    [Theory]
    [InlineData(TickOutcome.Failed, FailureReason.NoKeyframe)]
    [InlineData(TickOutcome.Failed, FailureReason.Decode)]
    [InlineData(TickOutcome.Failed, FailureReason.Unsupported)]
    [InlineData(TickOutcome.Failed, FailureReason.BlockedAddress)]
    [InlineData(TickOutcome.Failed, FailureReason.Store)]
    [InlineData(TickOutcome.NoVideo, null)]
    [InlineData(TickOutcome.Frozen, null)]
    [InlineData(TickOutcome.Blank, null)]
    [InlineData(TickOutcome.Muted, null)]
    [InlineData(TickOutcome.Captured, null)]
    public void Observe_SourceThatAnswers_IsReachedAgain(TickOutcome outcome, FailureReason? reason)
    {
        See(TickOutcome.Failed, FailureReason.Refused, second: 2);
        Assert.NotNull(See(TickOutcome.Failed, FailureReason.Refused, second: 4)!.UnreachableSince);
        Assert.Null(See(outcome, reason, second: 6)!.UnreachableSince);

        Assert.Null(See(TickOutcome.Failed, FailureReason.Refused, second: 8));
        Assert.Equal(Tracks.Start.AddSeconds(8), See(TickOutcome.Failed, FailureReason.Refused, second: 10)!.UnreachableSince);
    }

    [Theory]
    [InlineData(TickOutcome.Overload, null)]
    [InlineData(TickOutcome.Failed, FailureReason.WorkerLost)]
    [InlineData(TickOutcome.Failed, FailureReason.SiloLost)]
    [InlineData(TickOutcome.Failed, FailureReason.Ledger)]
    public void Observe_TickThatSaysNothingOfItsSource_ChangesNothing(TickOutcome outcome, FailureReason? reason)
    {
        See(TickOutcome.Failed, FailureReason.Refused, second: 2);
        Assert.Null(See(outcome, reason, second: 4));
        Assert.Equal(Tracks.Start.AddSeconds(2), See(TickOutcome.Failed, FailureReason.Dns, second: 6)!.UnreachableSince);
        Assert.Null(See(outcome, reason, second: 8));
    }

    [Fact]
    public void Observe_SourceThatComesAndGoes_ReportsNothing()
    {
        See(TickOutcome.Captured);
        for (var round = 0; round < 10; round++)
        {
            Assert.Null(See(TickOutcome.Failed, FailureReason.Timeout, second: 4 * round));
            Assert.Null(See(TickOutcome.Captured, null, second: 4 * round + 2));
        }
    }

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

    private TrackReport? See(TickOutcome outcome, FailureReason? reason = null, int second = 0)
    {
        var report = _health.Observe(Tracks.Row(outcome, reason) with { DueAt = Tracks.Start.AddSeconds(second) });
        if (report is not null)
        {
            _health.Told(report);
        }

        return report;
    }
}
