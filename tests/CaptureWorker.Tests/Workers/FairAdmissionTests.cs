using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

public sealed class FairAdmissionTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly SteppedTime _clock = new();
    private readonly FairAdmission _admission;

    public FairAdmissionTests() => _admission = new FairAdmission(_clock);

    [Fact]
    public void AtThreeTimesTheCapacity_EachTrackGetsAThirdOfItsTicks_InRotation()
    {
        var cost = TimeSpan.FromMilliseconds(10);
        Run(rounds: 1, tracks: 90, _ => cost, capacity: 0.1);

        var admitted = Run(rounds: 60, tracks: 90, _ => cost, capacity: 0.1);

        Assert.Equal(0.3, _admission.Demand, 3);
        Assert.All(admitted, track => Assert.InRange(track.Count, 19, 21));
        Assert.All(admitted, track => Assert.All(track.Zip(track.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 3, 4)));
        Assert.All(admitted.SelectMany(track => track).CountBy(round => round), round => Assert.InRange(round.Value, 25, 35));
    }

    [Fact]
    public void WithinTheCapacity_NoTickIsRefused()
    {
        var admitted = Run(rounds: 10, tracks: 90, _ => TimeSpan.FromMilliseconds(10), capacity: 0.31);

        Assert.All(admitted, track => Assert.Equal(10, track.Count));
    }

    [Fact]
    public void ADearTrack_LosesNoMoreOfItsTicksThanACheapOne()
    {
        TimeSpan Cost(int track) => TimeSpan.FromMilliseconds(track == 0 ? 300 : 5);
        Run(rounds: 10, tracks: 20, Cost, capacity: 0.05);

        var admitted = Run(rounds: 100, tracks: 20, Cost, capacity: 0.05);

        Assert.InRange(admitted.Max(track => track.Count) - admitted.Min(track => track.Count), 0, 1);
        Assert.InRange(admitted[0].Count, 1, 99);
    }

    [Fact]
    public void TracksThatEnd_LeaveTheirShareToTheOthers()
    {
        var cost = TimeSpan.FromMilliseconds(10);
        Run(rounds: 5, tracks: 90, _ => cost, capacity: 0.1);

        // The sixty others ask no more: their claim ends two intervals and a grace later.
        Run(rounds: 5, tracks: 30, _ => cost, capacity: 0.1);
        var admitted = Run(rounds: 10, tracks: 30, _ => cost, capacity: 0.1);

        Assert.Equal(1, _admission.Share);
        Assert.All(admitted, track => Assert.Equal(10, track.Count));
    }

    /// <returns>For each track the rounds in which it was admitted.</returns>
    private List<int>[] Run(int rounds, int tracks, Func<int, TimeSpan> cost, double capacity)
    {
        var admitted = Enumerable.Range(0, tracks).Select(_ => new List<int>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var track = 0; track < tracks; track++)
            {
                if (_admission.Admit($"track {track}", Interval))
                {
                    admitted[track].Add(round);
                    _admission.Observe($"track {track}", cost(track));
                }
            }

            _clock.Advance(Interval);
            _admission.Plan(capacity);
        }

        return admitted;
    }
}
