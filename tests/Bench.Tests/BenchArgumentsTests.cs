namespace OrleansFrames.Bench.Tests;

public sealed class BenchArgumentsTests
{
    private static readonly Dictionary<string, BenchOffer> Benches = new()
    {
        ["api"] = new(["start", "stop"], new Dictionary<string, string> { ["--seconds"] = "5", ["--database"] = "sqlite" }),
        ["other"] = new(["one"], new Dictionary<string, string> { ["--seconds"] = "60" }),
    };

    [Fact]
    public void Bench_Alone_WantsAllRowsAndTheUsualOptions()
    {
        var line = Parse("api");
        Assert.Null(line.Error);
        Assert.True(line.Wants("start"));
        Assert.Equal(5, line.Number("--seconds"));
    }

    [Fact]
    public void Rows_ThatAreNamed_AreWantedAlone()
    {
        var line = Parse("api", "stop", "--seconds", "7", "--database", "postgres");
        Assert.Null(line.Error);
        Assert.False(line.Wants("start"));
        Assert.True(line.Wants("stop"));
        Assert.Equal(7, line.Number("--seconds"));
        Assert.Equal("postgres", line.Text("--database"));
    }

    [Fact]
    public void Options_AreThoseOfTheBench()
    {
        Assert.Equal(60, Parse("other").Number("--seconds"));
        Assert.Equal("Unknown option '--database'; there are --seconds.", Parse("other", "--database", "sqlite").Error);
    }

    [Theory]
    [InlineData("Name a bench: api (rows: start stop); other (rows: one).")]
    [InlineData("There is no bench 'speed': api (rows: start stop); other (rows: one).", "speed")]
    [InlineData("The bench api has no row 'one'; it has start stop.", "api", "one")]
    [InlineData("Unknown option '--fast'; there are --seconds --database.", "api", "--fast", "1")]
    [InlineData("--seconds needs a value.", "api", "--seconds")]
    [InlineData("--seconds is 'long'; it must be a number from 1 to 100000.", "api", "--seconds", "long")]
    [InlineData("--seconds is '0'; it must be a number from 1 to 100000.", "api", "--seconds", "0")]
    public void Mistake_IsSaidInASentence(string error, params string[] line) => Assert.Equal(error, Parse(line).Error);

    private static BenchArguments Parse(params string[] line) => BenchArguments.Parse(line, Benches);
}
