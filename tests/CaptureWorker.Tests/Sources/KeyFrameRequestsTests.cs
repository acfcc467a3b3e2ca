using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>A track whose ticks and whose sender are played through in steps of 10 ms, as the pump makes them.</summary>
public sealed class KeyFrameRequestsTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan KeyAge = TimeSpan.FromSeconds(3);

    private readonly SourceDemand _demand = new("rtp");
    private readonly KeyFrameBudget _budget = new(200, TimeProvider.System);
    private readonly KeyFrameRequests _requests;
    private readonly List<TimeSpan> _asked = [];
    private TimeSpan _now = TimeSpan.FromSeconds(1 + ((double)TimeProvider.System.GetTimestamp() / TimeProvider.System.TimestampFrequency));

    public KeyFrameRequestsTests() => _requests = new KeyFrameRequests(_demand, _budget, TimeProvider.System);

    [Theory]
    [InlineData(2, 30)]
    [InlineData(3, 80)]
    [InlineData(3, 250)]
    [InlineData(10, 80)]
    [InlineData(60, 80)]
    public void SenderThatMakesKeyFramesWhenAsked_HasMadeOneBeforeEachTick_ForOneRequest(int interval, int answer)
    {
        var ticks = Play(TimeSpan.FromSeconds(interval), count: 10, asked => asked + TimeSpan.FromMilliseconds(answer));

        // The first request is made when the stream begins.
        Assert.All(ticks.Skip(1), tick => Assert.InRange((tick.At - tick.Key).TotalMilliseconds, 10, 600));
        Assert.InRange(_asked.Count, 10, 11);
    }

    [Fact]
    public void SenderThatAnswersLate_IsAskedEarlier()
    {
        var ticks = Play(TimeSpan.FromSeconds(3), count: 20, asked => asked + TimeSpan.FromMilliseconds(900));

        Assert.InRange(_requests.Lead.TotalMilliseconds, 1000, 1500);
        Assert.All(ticks.Skip(12), tick => Assert.True(tick.Key > tick.Before, $"the key frame of {tick.Key} was not new at {tick.At}"));
        Assert.InRange(_asked.Count, 15, 30);
    }

    [Fact]
    public void SenderWithItsOwnKeyFrames_IsNotAskedOnceTheyCome()
    {
        var next = _now;
        Play(TimeSpan.FromSeconds(3), count: 20, _ => TimeSpan.MaxValue, () =>
        {
            if (_now >= next)
            {
                Come();
                next += TimeSpan.FromSeconds(2);
            }
        });

        Assert.InRange(_asked.Count, 0, 1);
    }

    [Fact]
    public void SenderThatNeverAnswers_IsAskedLessAndLess()
    {
        Play(TimeSpan.FromSeconds(3), count: 40, _ => TimeSpan.MaxValue);

        // Two minutes; as often as allowed it would be asked 120 times.
        Assert.InRange(_asked.Count, 8, 16);
        Assert.All(_asked.Zip(_asked.Skip(1)), pair => Assert.True(pair.Second - pair.First >= KeyFrameRequests.Spacing));
    }

    [Fact]
    public void LossBetweenTwoTicks_CostsNoRequestOfItsOwn()
    {
        var tick = 0;
        Play(TimeSpan.FromSeconds(3), count: 10, asked => asked + TimeSpan.FromMilliseconds(80), atTick: () => tick++, each: () =>
        {
            if (tick > 0)
            {
                _requests.Break();
            }
        });

        Assert.InRange(_asked.Count, 9, 10);
    }

    [Fact]
    public void TickThatWaitsForAPicture_AsksAtOnce_AndAgainAfterTheSpacing()
    {
        Come();
        _demand.Expect(TimeSpan.FromSeconds(60), KeyAge, Timestamp);
        _requests.Break();
        _demand.Begin();

        Pass(TimeSpan.FromSeconds(2.5));

        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public void TicksThatNobodyAsksForAnyMore_AskForNothing()
    {
        Come();
        _demand.Expect(TimeSpan.FromSeconds(3), KeyAge, Timestamp);
        _demand.Begin();
        _demand.End(hasUsed: true, Timestamp);

        Pass(TimeSpan.FromSeconds(60));

        Assert.InRange(_asked.Count, 1, 2);
    }

    [Fact]
    public void Budget_HoldsBackWhatIsTooMuch_AndFillsUpAgain()
    {
        var budget = new KeyFrameBudget(2, TimeProvider.System);
        var now = TimeProvider.System.GetTimestamp();

        bool[] taken = [budget.TryTake(now), budget.TryTake(now), budget.TryTake(now), budget.TryTake(now + TimeProvider.System.TimestampFrequency)];

        Assert.Equal([true, true, false, true], taken);
        Assert.Equal((3, 1), (budget.Taken, budget.Refused));
    }

    private long Timestamp => (long)(_now.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private void Come() => _requests.Came(Timestamp, Timestamp);

    private void Pass(TimeSpan time)
    {
        for (var end = _now + time; _now < end; _now += Step)
        {
            if (_requests.TryAsk(Timestamp))
            {
                _asked.Add(_now);
            }
        }
    }

    /// <param name="answer">When the key frame comes that was asked for at a time.</param>
    /// <param name="each">Done before each step.</param>
    /// <param name="atTick">Done after each tick.</param>
    /// <returns>Of each tick: when it was, when the one before it was, and from when its newest key frame is.</returns>
    private List<(TimeSpan At, TimeSpan Before, TimeSpan Key)> Play(
        TimeSpan interval, int count, Func<TimeSpan, TimeSpan> answer, Action? each = null, Action? atTick = null)
    {
        var ticks = new List<(TimeSpan, TimeSpan, TimeSpan)>();
        var (before, key, pending) = (_now, TimeSpan.Zero, TimeSpan.MaxValue);
        _demand.Expect(interval, KeyAge, Timestamp);
        for (var due = _now + interval; ticks.Count < count; _now += Step)
        {
            each?.Invoke();
            if (_requests.TryAsk(Timestamp))
            {
                _asked.Add(_now);
                pending = answer(_now);
            }

            if (_now >= pending)
            {
                (key, pending) = (_now, TimeSpan.MaxValue);
                Come();
            }

            if (_now >= due)
            {
                ticks.Add((_now, before, key));
                (before, due) = (_now, due + interval);
                _demand.Expect(interval, KeyAge, Timestamp);
                _demand.Begin();
                _demand.End(hasUsed: true, Timestamp);
                atTick?.Invoke();
            }
        }

        return ticks;
    }
}
