using Microsoft.Extensions.Configuration;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Quickstart;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void EveryOption_ReachesItsSetting()
    {
        var line = CommandLine.Parse([
            "--port", "9090", "--listen", "0.0.0.0", "--data", "/var/frames", "--api-key", "key", "--api-secret", "0123456789abcdef", "--public-url",
            "https://frames.example.com/x", "--interval", "5", "--quality", "480p", "--webhook", "http://127.0.0.1:9000/", "--for", "60", "--cameras",
            "cameras.dll", "--source", "rtsp://a/", "--demo", "--source", "door=rtsp://b/?x=y"]);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(line.Values).Build();
        var listen = settings.GetSection(ListenOptions.Section).Get<ListenOptions>()!;
        var frames = settings.GetSection(FramesOptions.Section).Get<FramesOptions>()!;
        var quickstart = settings.GetSection(QuickstartOptions.Section).Get<QuickstartOptions>()!;

        Assert.Null(line.Error);
        Assert.Equal(("0.0.0.0", 9090), (listen.Address, listen.Port));
        Assert.Equal(("/var/frames", "https://frames.example.com/x"), (frames.DataDirectory, frames.PublicUrl));
        var app = Assert.Single(frames.Apps);
        Assert.Equal(("key", "0123456789abcdef"), (app.ApiKey, Assert.Single(app.Secrets)));
        Assert.Equal((5, "480p", "http://127.0.0.1:9000/"), (quickstart.IntervalSeconds, quickstart.Quality, quickstart.Webhook));
        Assert.Equal((60, "cameras.dll", true), (quickstart.ForSeconds, quickstart.Cameras, quickstart.Demo));
        Assert.Equal(["rtsp://a/", "door=rtsp://b/?x=y"], quickstart.Sources);
    }

    [Fact]
    public void Nothing_IsNoSetting()
    {
        var line = CommandLine.Parse([]);

        Assert.Null(line.Error);
        Assert.Empty(line.Values);
    }

    [Theory]
    [InlineData("unknown option --prot; ./run.sh --help lists them", "--prot", "1")]
    [InlineData("unknown option rtsp://a/; ./run.sh --help lists them", "rtsp://a/")]
    [InlineData("option --port needs a value", "--port")]
    [InlineData("option --data needs a value", "--data", "")]
    [InlineData("option --data needs a value", "--data", "--demo")]
    [InlineData("option --source needs a value", "--demo", "--source")]
    [InlineData("option --port takes a whole number, not 'http'", "--port", "http")]
    [InlineData("option --port takes a whole number, not '-1'", "--port", "-1")]
    [InlineData("option --interval takes a whole number, not '2.5'", "--interval", "2.5")]
    [InlineData("option --for takes a whole number, not ' 5'", "--for", " 5")]
    [InlineData("--api-key and --api-secret go together", "--api-key", "key")]
    [InlineData("--api-key and --api-secret go together", "--api-secret", "0123456789abcdef")]
    public void AnythingWrong_IsOneSentence(string sentence, params string[] arguments)
        => Assert.Equal(sentence, CommandLine.Parse(arguments).Error);
}
