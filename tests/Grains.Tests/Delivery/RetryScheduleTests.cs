using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class RetryScheduleTests
{
    private static readonly DeliveryResult Failed = new(DeliveryVerdict.Retry, 500);

    private static readonly RetrySchedule Even = new(() => 0.5);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 600)]
    [InlineData(5, 1_800)]
    [InlineData(6, 3_600)]
    [InlineData(7, 10_800)]
    [InlineData(8, 21_600)]
    [InlineData(9, 43_200)]
    [InlineData(10, 86_400)]
    [InlineData(11, 86_400)]
    public void Next_AfterEachAttempt_IsTheDocumentedWait(int attempt, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), Even.Next(attempt, Failed));

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    public void Next_AfterTheLastAttempt_IsNever(int attempt)
        => Assert.Null(Even.Next(attempt, new(DeliveryVerdict.Retry, 503, RetryAfter: TimeSpan.FromSeconds(1))));

    [Fact]
    public void Next_OverAllAttempts_SpansAboutThreeDays()
    {
        var total = Enumerable.Range(1, 11).Sum(attempt => Even.Next(attempt, Failed)!.Value.TotalHours);
        Assert.InRange(total, 70, 72);
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(0.999999, 36)]
    public void Next_AtTheEndsOfChance_StaysWithinTwentyPercent(double chance, double seconds)
        => Assert.Equal(seconds, new RetrySchedule(() => chance).Next(2, Failed)!.Value.TotalSeconds, 3);

    [Theory]
    [InlineData(429, false, null, 60)]
    [InlineData(503, false, null, 60)]
    [InlineData(null, true, null, 60)]
    [InlineData(429, false, 7, 7)]
    [InlineData(500, false, 90, 90)]
    [InlineData(503, false, 1_000_000, 86_400)]
    public void Next_WhenTheFarSideIsBusy_WaitsAtLeastSoLong(int? status, bool timedOut, int? retryAfter, int seconds)
    {
        var asked = retryAfter is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;
        var result = new DeliveryResult(DeliveryVerdict.Retry, status, RetryAfter: asked, TimedOut: timedOut);

        Assert.Equal(TimeSpan.FromSeconds(seconds), new RetrySchedule(() => 0).Next(1, result));
        Assert.InRange(new RetrySchedule(() => 0.9999).Next(1, result)!.Value.TotalSeconds, seconds, seconds * 1.2);
    }

    [Fact]
    public void Next_WhenThePlanIsLongerThanAskedFor_KeepsThePlan()
        => Assert.Equal(TimeSpan.FromHours(1), Even.Next(6, new(DeliveryVerdict.Retry, 503, RetryAfter: TimeSpan.FromSeconds(2))));
}
