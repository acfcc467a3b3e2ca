using OrleansFrames.Bench.Figures;

namespace OrleansFrames.Bench.Tests.Figures;

public sealed class SampleTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.991, 100)]
    [InlineData(1, 100)]
    [InlineData(0.0001, 1)]
    public void Percentile_IsTheNearestRank(double share, double expected)
        => Assert.Equal(expected, new Sample(Enumerable.Range(1, 100).Reverse().Select(number => (double)number), TimeSpan.FromSeconds(1)).Percentile(share));

    [Fact]
    public void Percentile_OfOne_IsThatOne() => Assert.Equal(7, new Sample([7], TimeSpan.FromSeconds(1)).Percentile(0.99));

    [Fact]
    public void Nothing_HasNoPercentileAndNoSpeed()
    {
        Sample none = new([], TimeSpan.Zero);
        Assert.True(double.IsNaN(none.Percentile(0.99)));
        Assert.Equal(0, none.PerSecond);
    }

    [Fact]
    public void Speed_IsCountByTime() => Assert.Equal(1.5, new Sample([1, 1, 1], TimeSpan.FromSeconds(2)).PerSecond);

    [Fact]
    public void Median_OfAnEvenNumber_IsTheMeanOfTheMiddle()
    {
        Assert.Equal(2, Median.Of([9, 1, 2]));
        Assert.Equal(2.5, Median.Of([9, 1, 2, 3]));
        Assert.True(double.IsNaN(Median.Of([])));
    }
}
