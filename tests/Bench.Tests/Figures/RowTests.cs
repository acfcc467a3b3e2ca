using OrleansFrames.Bench.Figures;

namespace OrleansFrames.Bench.Tests.Figures;

public sealed class RowTests
{
    [Fact]
    public void Line_NamesEveryFigure() => Assert.Equal(
        "row=start n=16 value=12.3 floor=4.57 unit=ms_p99 ratio=2.70 verdict=pass",
        new Row("start", 16, 12.345, 4.567, "ms_p99") { More = [("ratio", Row.Figure(2.7)), ("verdict", "pass")] }.ToString());

    [Theory]
    [InlineData(12345.6, "12346")]
    [InlineData(99.94, "99.9")]
    [InlineData(1.234, "1.23")]
    [InlineData(0.1234, "0.123")]
    [InlineData(0, "0.000")]
    [InlineData(double.NaN, "none")]
    public void Figure_HasTheDigitsThatMeanSomething(double figure, string text) => Assert.Equal(text, Row.Figure(figure));

    [Theory]
    [InlineData(49.9, 50.0, 0.5, 0.3, "pass")]
    [InlineData(50.0, 50.0, 0.5, 0.3, "FAILED")]
    [InlineData(50.0, 50.0, 0.0, 0.01, "FAILED")]
    [InlineData(49.9, 50.0, 0.0, 0.01, "pass")]
    [InlineData(49.9, 50.0, 0.0, 0.3, "saturated")]
    [InlineData(50.0, 50.0, 0.0, 0.3, "saturated")]
    [InlineData(double.NaN, 50.0, 0.5, 0.0, "FAILED")]
    [InlineData(1.0, null, 0.0, 0.3, "none")]
    public void Verdict_CountsOnlyWhereOthersLeftRoom(double value, double? limit, double idle, double others, string verdict)
        => Assert.Equal(verdict, Verdict.Of(value, limit, new(idle, others)));
}
