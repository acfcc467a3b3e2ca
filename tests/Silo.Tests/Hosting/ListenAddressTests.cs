using Microsoft.Extensions.Options;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::]:41001", "http://[::1]:41001")]
    [InlineData("http://[::1]:41001", "http://[::1]:41001")]
    [InlineData("http://10.0.0.0:8080", "http://10.0.0.0:8080")]
    public void Bound_IsAnAddressToConnectTo(string bound, string expected) => Assert.Equal(expected, Address([bound]).Current);

    [Theory]
    [InlineData("https://frames.example.com", "https://frames.example.com")]
    [InlineData("https://example.com/a/frames/", "https://example.com/a/frames")]
    public void PublicUrl_WinsAndKeepsItsPath(string url, string expected) => Assert.Equal(expected, Address(["http://127.0.0.1:8080"], url).Current);

    [Fact]
    public void BindingOfAllAddresses_BeforeItIsBound_IsNoAddressToConnectTo()
        => Assert.Equal("http://[::1]:9000", Address(["http://*:9000"], null, new() { Address = "*", Port = 9000 }).Current);

    [Theory]
    [InlineData("0.0.0.0", "http://127.0.0.1:9000")]
    [InlineData("*", "http://[::1]:9000")]
    [InlineData("192.0.2.7", "http://192.0.2.7:9000")]
    public void BeforeItListens_ItIsWhatTheSettingsSay(string listen, string expected)
        => Assert.Equal(expected, Address([], null, new() { Address = listen, Port = 9000 }).Current);

    [Fact]
    public async Task WhenListening_WaitsForTheStart()
    {
        using FakeLifetime lifetime = new();
        var waiting = Address(["http://127.0.0.1:5"], lifetime: lifetime).WhenListeningAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        await lifetime.Started.CancelAsync();

        Assert.Equal("http://127.0.0.1:5", await Deadline.For(waiting, "the start"));
    }

    private static ListenAddress Address(string[] bound, string? publicUrl = null, ListenOptions? listen = null, FakeLifetime? lifetime = null)
        => new(new FakeServer(bound), lifetime ?? new(), Options.Create(new FramesOptions { PublicUrl = publicUrl }), Options.Create(listen ?? new()));
}
