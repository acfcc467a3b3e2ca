using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Quickstart;

namespace OrleansFrames.Silo.Tests.Hosting;

/// <summary>Bad settings are named, all at once.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Defaults_AreGood()
    {
        Assert.Empty(Faults(new ListenOptionsValidator(), new()));
        Assert.Empty(Faults(new FramesOptionsValidator(), new()));
        Assert.Empty(Faults(new QuickstartOptionsValidator(), new()));
    }

    [Fact]
    public void Frames_EveryFaultIsNamedWithItsValue()
    {
        FramesOptions options = new() { DataDirectory = "", PublicUrl = "ftp://x" };
        options.Apps.Add(App("good", "0123456789abcdef", "short"));
        options.Apps.Add(App("good", "0123456789abcdef"));
        options.Apps.Add(App("a/b", "0123456789abcdef"));
        options.Apps.Add(App("", "0123456789abcdef"));
        options.Apps.Add(App("bare"));

        var faults = string.Join('\n', Faults(new FramesOptionsValidator(), options));
        foreach (var words in (string[])[
            "Frames:DataDirectory (--data) is empty.", "Frames:PublicUrl (--public-url) is 'ftp://x', not an http or https URL",
            "a secret of the app 'good' (--api-secret) has under 16 characters.", "the API key 'good' is there 2 times", "an API key (--api-key) is 1 to 64 of",
            "an app has no API key", "the app 'bare' has no secret"])
        {
            Assert.Contains(words, faults, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://frames.example.com", true)]
    [InlineData("https://frames.example.com:8443/a/b/", true)]
    [InlineData("frames.example.com", false)]
    [InlineData("/frames", false)]
    [InlineData("http://", false)]
    [InlineData("http://x/?", false)]
    [InlineData("http://x/#", false)]
    [InlineData("http://x/?a=b", false)]
    [InlineData(" http://x", false)]
    [InlineData("http://user:pass@x", false)]
    public void PublicUrl_IsTheStartOfAUrl(string url, bool good)
        => Assert.Equal(good, Faults(new FramesOptionsValidator(), new() { PublicUrl = url }).Count == 0);

    [Theory]
    [InlineData("127.0.0.1", 0, true)]
    [InlineData("0.0.0.0", 65535, true)]
    [InlineData("::", 80, true)]
    [InlineData("[::1]", 80, true)]
    [InlineData("localhost", 80, true)]
    [InlineData("*", 80, true)]
    [InlineData("", 80, false)]
    [InlineData("1", 80, false)]
    [InlineData("127.0.0.1:80", 80, false)]
    [InlineData("http://127.0.0.1", 80, false)]
    [InlineData("127.0.0.1", 65536, false)]
    [InlineData("127.0.0.1", -1, false)]
    public void Listen_IsAnAddressAndAPort(string address, int port, bool good)
        => Assert.Equal(good, Faults(new ListenOptionsValidator(), new() { Address = address, Port = port }).Count == 0);

    [Fact]
    public void Listen_BothFaultsAreNamed()
        => Assert.Equal(
            ["Listen:Address (--listen) is 'door', not an IP address, localhost or *.", "Listen:Port (--port) is 70000, not 0 to 65535."],
            Faults(new ListenOptionsValidator(), new() { Address = "door", Port = 70000 }));

    [Fact]
    public void Quickstart_EveryFaultIsNamedWithItsValue()
    {
        QuickstartOptions options = new() { IntervalSeconds = 1, Quality = "4k", Webhook = "localhost:9000", ForSeconds = 0 };
        options.Sources.Add("door=rtsp://a/");
        options.Sources.Add("Door=rtsp://b/");

        Assert.Equal(
            [
                "Quickstart:IntervalSeconds (--interval) is '1', not 2 to 60 seconds.",
                "Quickstart:Quality (--quality) is '4k', not 360p, 420p, 480p, 720p, 1080p, 1440p.",
                "Quickstart:Webhook (--webhook) is 'localhost:9000', not an http or https URL.",
                "Quickstart:ForSeconds (--for) is '0', not 1 second or more.",
                "Quickstart:Sources (--source): the names 'door' and 'Door' are the same participant, 'door'.",
            ],
            Faults(new QuickstartOptionsValidator(), options));
    }

    [Fact]
    public void Quickstart_WithNothingToRecord_IsRefusedRatherThanIgnored()
        => Assert.Contains("they need --source or --demo", Assert.Single(Faults(new QuickstartOptionsValidator(), new() { Webhook = "http://x/" })), StringComparison.Ordinal);

    [Fact]
    public void Apps_AreThoseOfTheSettings()
    {
        var apps = Directory(("Frames:Apps:0:ApiKey", "a"), ("Frames:Apps:0:Secrets:0", "0123456789abcdef"), ("Frames:Apps:0:Secrets:1", "fedcba9876543210"),
            ("Frames:Apps:1:ApiKey", "b"), ("Frames:Apps:1:Secrets:0", "0123456789abcdef"));

        Assert.Equal(["a", "b"], apps.ApiKeys);
        Assert.Equal(["0123456789abcdef", "fedcba9876543210"], apps.SecretsOf("a"));
        Assert.Empty(apps.SecretsOf("c"));
    }

    [Fact]
    public void Apps_TheSameKeyTwice_IsRefusedInASentence()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Directory(
            ("Frames:Apps:0:ApiKey", "a"), ("Frames:Apps:0:Secrets:0", "0123456789abcdef"), ("Frames:Apps:1:ApiKey", "a"),
            ("Frames:Apps:1:Secrets:0", "fedcba9876543210")));

        Assert.Equal("Frames:Apps: the API key 'a' is there 2 times; give all its secrets in one place.", Assert.Single(refused.Failures));
    }

    private static AppDirectory Directory(params (string Key, string Value)[] settings)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build())
            .AddFramesOptions()
            .BuildServiceProvider();
        return new AppDirectory(services.GetRequiredService<IOptions<FramesOptions>>());
    }

    private static AppCredentials App(string key, params string[] secrets)
    {
        AppCredentials app = new() { ApiKey = key };
        secrets.ToList().ForEach(app.Secrets.Add);
        return app;
    }

    private static IReadOnlyList<string> Faults<T>(IValidateOptions<T> validator, T options)
        where T : class
        => [.. validator.Validate(null, options).Failures ?? []];
}
