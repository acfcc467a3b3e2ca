using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtmp;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtmpSourceTests
{
    private static readonly SourceLimits Short = new() { Connect = Patience.Limit, Answer = Patience.Limit, FirstPicture = TimeSpan.FromSeconds(1), Check = TimeSpan.FromSeconds(0.05) };

    [Theory]
    [InlineData("rtmp://host/live/ada", "host", 1935, false, "live/ada", null, "rtmp://host:1935/live")]
    [InlineData("rtmps://host/live/ada?key=1", "host", 443, true, "live/ada?key=1", null, "rtmps://host:443/live")]
    [InlineData("rtmp://bob:p%40ss@[::1]:19350/live/ada", "::1", 19350, false, "live/ada", "bob:p%40ss", "rtmp://[::1]:19350/live")]
    public void AUrl_IsTakenApart(string url, string host, int port, bool isSecure, string path, string? login, string application) =>
        Assert.Equal(new RtmpUrl(host, port, isSecure, path, login, application), RtmpUrl.Parse(url) with { Host = RtmpUrl.Parse(url).Host.Trim('[', ']') });

    [Theory]
    [InlineData("rtmp://host")]
    [InlineData("rtmp://host/")]
    [InlineData("rtmp:///live")]
    public async Task AUrlWithoutAStream_IsUnsupported(string url) => Assert.Equal(FailureReason.Unsupported, (await PlayAsync(url)).Reason);

    [Fact]
    public async Task AClosedPort_IsRefused() =>
        Assert.Equal(FailureReason.Refused, (await PlayAsync(string.Create(CultureInfo.InvariantCulture, $"rtmp://127.0.0.1:{Ports.Free()}/live/ada"))).Reason);

    [Fact]
    public async Task AnUnknownHost_IsDns() => Assert.Equal(FailureReason.Dns, (await PlayAsync("rtmp://no-such-host.invalid/live/ada")).Reason);

    [Fact]
    public async Task AnAddressTheRuleForbids_IsBlocked_AndNotConnectedTo()
    {
        using var canary = new Canary();

        var fault = await PlayAsync($"rtmp://{canary.Place}/live/ada", new AddressRule([], allowPrivate: false));

        Assert.Equal(FailureReason.BlockedAddress, fault.Reason);
        Assert.False(canary.IsTouched);
    }

    [Fact]
    public async Task AServerThatNeverAnswers_IsATimeout()
    {
        using var silent = new Canary();

        Assert.Equal(FailureReason.Timeout, (await PlayAsync($"rtmp://{silent.Place}/live/ada", limits: Short with { Answer = TimeSpan.FromSeconds(1) })).Reason);
    }

    [Fact]
    public async Task AServerThatSpeaksAnotherProtocol_IsUnsupported()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var playing = PlayAsync($"rtmp://{server.LocalEndpoint}/live/ada");
        using var client = await server.AcceptTcpClientAsync();

        await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());

        Assert.Equal(FailureReason.Unsupported, (await playing).Reason);
    }

    [Fact]
    public async Task AServerThatHangsUpAtOnce_IsRefused()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var playing = PlayAsync($"rtmp://{server.LocalEndpoint}/live/ada");

        (await server.AcceptTcpClientAsync()).Dispose();

        Assert.Equal(FailureReason.Refused, (await playing).Reason);
    }

    [Fact]
    public async Task AServerThatDoesNotAnswerInTls_IsATimeout()
    {
        using var silent = new Canary();

        Assert.Equal(FailureReason.Timeout, (await PlayAsync($"rtmps://{silent.Place}/live/ada", limits: Short with { Connect = TimeSpan.FromSeconds(1) })).Reason);
    }

    private static Task<SourceFault> PlayAsync(string url, AddressRule? rule = null, SourceLimits? limits = null) =>
        new RtmpSource(rule ?? new AddressRule([], allowPrivate: true), limits ?? Short, TimeProvider.System)
            .PlayAsync(new SourceDemand(url), new CollectingSink(), CancellationToken.None).WaitAsync(Patience.Limit);
}
