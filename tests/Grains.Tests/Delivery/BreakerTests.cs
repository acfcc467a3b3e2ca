using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class BreakerTests
{
    private readonly ManualClock _clock = new();
    private readonly Breaker _breaker;

    public BreakerTests() => _breaker = new(_clock, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));

    [Fact]
    public void TenStraightFailures_OpenIt()
    {
        Fail(9);
        Assert.False(_breaker.IsOpen);
        Assert.Equal(32, _breaker.Permits(32));

        Fail(1);
        Assert.True(_breaker.IsOpen);
        Assert.Equal(0, _breaker.Permits(32));
        Assert.Equal(TimeSpan.FromSeconds(5), _breaker.OpensIn);
    }

    [Fact]
    public void ASuccessBetweenFailures_StartsTheRowAnew()
    {
        Fail(9);
        _breaker.Succeeded();
        Fail(9);
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void SeventyPercentOfTwenty_OpenIt()
    {
        for (var round = 0; round < 6; round++)
        {
            _breaker.Succeeded();
            Fail(2);
        }

        Assert.False(_breaker.IsOpen);
        Fail(1);
        Assert.False(_breaker.IsOpen); // 13 of 19
        Fail(1);
        Assert.True(_breaker.IsOpen); // 14 of 20
    }

    [Fact]
    public void FailuresOlderThanFiveMinutes_DoNotCount()
    {
        for (var round = 0; round < 5; round++)
        {
            _breaker.Succeeded();
            Fail(2);
        }

        _clock.Advance(TimeSpan.FromMinutes(5.5));
        for (var round = 0; round < 4; round++)
        {
            _breaker.Succeeded();
            Fail(2);
        }

        Fail(3);
        Assert.False(_breaker.IsOpen); // 11 of 15, too few to judge; with the old ones 21 of 30
    }

    [Fact]
    public void HalfOpen_LetsOneEventThrough()
    {
        Fail(10);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, _breaker.OpensIn);
        Assert.Equal(1, _breaker.Permits(32));
        _breaker.Started();
        Assert.Equal(0, _breaker.Permits(32));

        _breaker.Succeeded();
        Assert.False(_breaker.IsOpen);
        Assert.Equal(32, _breaker.Permits(32));
    }

    [Fact]
    public void FailedTrials_DoublePausesUpToFiveMinutes()
    {
        Fail(10);
        var pauses = new List<double>();
        for (var trial = 0; trial < 8; trial++)
        {
            pauses.Add(_breaker.OpensIn.TotalSeconds);
            _clock.Advance(_breaker.OpensIn);
            _breaker.Started();
            _breaker.Failed();
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300], pauses);
    }

    [Fact]
    public void AfterADelivery_ThePauseIsShortAgain()
    {
        Fail(10);
        _clock.Advance(_breaker.OpensIn);
        _breaker.Started();
        _breaker.Failed();
        _clock.Advance(_breaker.OpensIn);
        _breaker.Started();
        _breaker.Succeeded();

        Fail(10);
        Assert.Equal(TimeSpan.FromSeconds(5), _breaker.OpensIn);
    }

    [Fact]
    public void ResultsOfAttemptsFromBefore_ChangeNothingWhileOpen()
    {
        Fail(10);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Fail(5);
        _breaker.Succeeded();
        Assert.True(_breaker.IsOpen);
        Assert.Equal(TimeSpan.FromSeconds(2), _breaker.OpensIn);
    }

    private void Fail(int times)
    {
        for (var time = 0; time < times; time++)
        {
            _breaker.Failed();
        }
    }
}
