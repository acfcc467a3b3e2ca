using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Tests.Tracks;

public sealed class KeyRhythmTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly KeyRhythm _rhythm = new(TimeProvider.System);

    [Theory]
    [InlineData(2.0, false)]
    [InlineData(2.6, false)]
    [InlineData(2.8, true)]
    [InlineData(10.0, true)]
    public void KeyFrames_AreSparse_AboveNineTenthsOfTheInterval(double spacing, bool isSparse)
    {
        var last = Beat(spacing, 10);

        Assert.Equal(isSparse, _rhythm.IsSparse(Interval, last));
    }

    [Theory]
    [InlineData(2.2, true)]
    [InlineData(2.0, false)]
    public void OnceSparse_TheyAreItUntilBelowSevenTenths(double spacing, bool isSparse)
    {
        var last = Beat(10, 3);
        Assert.True(_rhythm.IsSparse(Interval, last));

        last = Beat(spacing, 40, last);

        Assert.Equal(isSparse, _rhythm.IsSparse(Interval, last));
    }

    [Fact]
    public void OneLateKeyFrameOfTwenty_ChangesNothing()
    {
        var last = Beat(2, 18);
        last = Beat(4, 1, last);
        last = Beat(2, 1, last);

        Assert.False(_rhythm.IsSparse(Interval, last));
    }

    [Fact]
    public void TheFirstGroup_IsSparse_AsSoonAsItIsLong()
    {
        _rhythm.Beat(0);

        Assert.False(_rhythm.IsSparse(Interval, At(2.6)));
        Assert.True(_rhythm.IsSparse(Interval, At(2.8)));
    }

    [Fact]
    public void TheTimeWithoutConnection_IsNoSpacing()
    {
        _rhythm.Beat(0);
        _rhythm.Restart();
        _rhythm.Beat(At(60));

        Assert.False(_rhythm.IsSparse(Interval, At(60)));
    }

    [Fact]
    public void TheNextKeyFrame_IsExpectedAtTheUsualDistance_AndNotForLonger()
    {
        var last = Beat(10, 5);

        Assert.False(_rhythm.ExpectsKey(Interval, now: last + At(6)));
        Assert.True(_rhythm.ExpectsKey(Interval, now: last + At(9)));
        Assert.False(_rhythm.ExpectsKey(Interval, now: last + At(11)));
    }

    [Fact]
    public void WithoutASecondKeyFrame_NoneIsExpected()
    {
        _rhythm.Beat(0);

        Assert.False(_rhythm.ExpectsKey(TimeSpan.FromSeconds(100), now: At(1)));
    }

    [Theory]
    [InlineData(6.4, 6, 5, false)]
    [InlineData(6.5, 6, 5, true)]
    [InlineData(8.0, 7.5, 7.4, false)]
    [InlineData(9.9, 3, 2, false)]
    [InlineData(11.0, 10, 9.5, true)]
    public void PicturesAreDecodedAhead_WhereNeitherAKeyFrameComesFirst_NorTheTicksHaveEnded(double now, double oldest, double asked, bool isWanted)
    {
        var last = Beat(10, 5);

        Assert.Equal(isWanted, _rhythm.WantsDecoding(last + At(oldest), last + At(now), last + At(asked), Interval));
    }

    private static long At(double seconds) => (long)(seconds * TimeProvider.System.TimestampFrequency);

    private long Beat(double spacing, int count, long from = 0)
    {
        for (var beat = from == 0 ? 0 : 1; beat <= count; beat++)
        {
            _rhythm.Beat(from + At(beat * spacing));
        }

        return from + At(count * spacing);
    }
}
