using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Srt;
using OrleansFrames.CaptureWorker.Sources.Udp;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Transport streams that come in datagrams: SRT, UDP and RTP.</summary>
public sealed class TransportStreamTests(MediaServers servers) : IClassFixture<MediaServers>
{
    private static readonly AddressRule Loopback = new([], allowPrivate: true);

    private static readonly RtpPorts Anywhere = RtpPorts.Default with { Address = IPAddress.Any };

    private static readonly SourceLimits Patient = new() { Connect = Patience.Limit, FirstPicture = Patience.Limit, Check = TimeSpan.FromSeconds(0.05) };

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("", "")]
    [InlineData("passphrase=a long secret&pbkeylen=32", "?passphrase=a%20long%20secret&pbkeylen=32&latency=50")]
    public async Task Srt_LivePictures_GoOn(string server, string caller)
    {
        await using var listener = await SrtServer.StartAsync(servers.Camera, server);
        await using var viewer = new Viewer(listener.Url + caller);

        await servers.AssertGoesOnAsync(viewer);
    }

    [Theory]
    [InlineData("passphrase=a long secret", "?passphrase=another%20secret")]
    [InlineData("passphrase=a long secret", "")]
    public async Task Srt_WithAWrongPassphrase_IsAuth_AndTellsNone(string server, string caller)
    {
        await using var listener = await SrtServer.StartAsync(servers.Camera, server);

        var fault = await SrtAsync(listener.Url + caller, Patient);

        Assert.Equal((TickOutcome.Failed, FailureReason.Auth), (fault.Outcome, fault.Reason));
        Assert.DoesNotContain("secret", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Srt_WhereNobodyListens_IsATimeout()
    {
        var fault = await SrtAsync(string.Create(CultureInfo.InvariantCulture, $"srt://127.0.0.1:{Ports.FreeUdp()}"), Patient with { Connect = Short });

        Assert.Equal((TickOutcome.Failed, FailureReason.Timeout), (fault.Outcome, fault.Reason));
    }

    [Fact]
    public async Task Srt_AnUnknownHost_IsDns() => Assert.Equal(FailureReason.Dns, (await SrtAsync("srt://no-such-host.invalid:9000", Patient)).Reason);

    [Fact]
    public async Task Srt_AnAddressTheRuleForbids_IsBlocked_AndNotCalled()
    {
        using var canary = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        canary.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var fault = await SrtAsync($"srt://{canary.LocalEndPoint}", Patient, new AddressRule([], allowPrivate: false));

        Assert.Equal(FailureReason.BlockedAddress, fault.Reason);
        Assert.Equal(0, canary.Available);
    }

    [Fact]
    public async Task Srt_WhoseServerDies_HasEnded()
    {
        var listener = await SrtServer.StartAsync(servers.Camera, "");
        var sink = new CollectingSink();
        var playing = new SrtSource(Loopback, Patient, TimeProvider.System).PlayAsync(new SourceDemand(listener.Url), sink, CancellationToken.None);
        await Patience.UntilAsync("a picture", () => Task.FromResult(sink.Units.Count > 0));

        await listener.DisposeAsync();

        var fault = await playing.WaitAsync(Patience.Limit);
        Assert.True(fault.Ended || fault.Reason == FailureReason.Stalled, fault.ToString());
    }

    [Theory]
    [InlineData("udp", "127.0.0.1", "mpegts", "?pkt_size=1316", "")]
    [InlineData("rtp", "127.0.0.1", "rtp_mpegts", "?pkt_size=1328", "")]
    [InlineData("udp", "239.7.7.7", "mpegts", "?pkt_size=1316&localaddr=127.0.0.1&ttl=1", "?localaddr=127.0.0.1")]
    public async Task Udp_LivePictures_GoOn(string scheme, string host, string format, string sender, string receiver)
    {
        var port = Ports.FreeUdp();
        await using var viewer = new Viewer(string.Create(CultureInfo.InvariantCulture, $"{scheme}://@{(host == "127.0.0.1" ? "" : host)}:{port}{receiver}"));
        await using var publisher = servers.Camera.Send("-f", format, string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}{sender}"));

        await servers.AssertGoesOnAsync(viewer);
    }

    [Fact]
    public async Task Udp_ToWhichNobodySends_IsATimeout()
    {
        var fault = await UdpAsync(Patient with { FirstPicture = Short }, null);

        Assert.Equal((TickOutcome.Failed, FailureReason.Timeout), (fault.Outcome, fault.Reason));
    }

    [Theory]
    [InlineData("udp", new byte[] { 0x80, 33, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 }, "rtp://")]
    [InlineData("rtp", new byte[] { 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x65 }, "RTP packets")]
    [InlineData("rtp", new byte[] { 1 }, "RTP packets")]
    public async Task Udp_ToWhichSomethingElseIsSent_IsUnsupported(string scheme, byte[] datagram, string hint)
    {
        var fault = await UdpAsync(Patient with { FirstPicture = Short }, datagram, scheme);

        Assert.Equal(FailureReason.Unsupported, fault.Reason);
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Udp_FromAnAddressTheRuleForbids_IsBlocked()
    {
        var fault = await UdpAsync(Patient with { FirstPicture = Short }, new byte[188], rule: new AddressRule([], allowPrivate: false));

        Assert.Equal(FailureReason.BlockedAddress, fault.Reason);
        Assert.Contains("127.0.0.1", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("udp://@camera:5004", "cannot be read")]
    [InlineData("udp://@192.0.2.77:5004", "address of this machine")]
    [InlineData("udp://@239.0.0.1:5004?localaddr=eth0", "localaddr")]
    public async Task Udp_AUrlThatCannotBeListenedOn_IsUnsupported(string url, string hint)
    {
        var fault = await new UdpSource(Loopback, Anywhere, Patient, TimeProvider.System).PlayAsync(new SourceDemand(url), new CollectingSink(), CancellationToken.None);

        Assert.Equal(FailureReason.Unsupported, fault.Reason);
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("udp://@:80", FailureReason.Refused, "CaptureWorker:RtpPorts")]
    [InlineData("udp://@192.0.2.77:5004", FailureReason.Unsupported, "CaptureWorker:RtpAddress")]
    public async Task Udp_WhereTheServiceMayNotListen_NamesTheSetting(string url, FailureReason reason, string hint)
    {
        var fault = await new UdpSource(Loopback, RtpPorts.Default, Patient, TimeProvider.System).PlayAsync(new SourceDemand(url), new CollectingSink(), CancellationToken.None);

        Assert.Equal(reason, fault.Reason);
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Udp_APortThatIsTaken_IsRefused()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Any, 0));
        var url = string.Create(CultureInfo.InvariantCulture, $"udp://@:{((IPEndPoint)taken.LocalEndPoint!).Port}");

        var fault = await new UdpSource(Loopback, Anywhere, Patient, TimeProvider.System).PlayAsync(new SourceDemand(url), new CollectingSink(), CancellationToken.None);

        Assert.Equal(FailureReason.Refused, fault.Reason);
    }

    private static Task<SourceFault> SrtAsync(string url, SourceLimits limits, AddressRule? rule = null) =>
        new SrtSource(rule ?? Loopback, limits, TimeProvider.System).PlayAsync(new SourceDemand(url), new CollectingSink(), CancellationToken.None).WaitAsync(Patience.Limit);

    /// <summary>Plays a port to which the same datagram is sent again and again.</summary>
    private static async Task<SourceFault> UdpAsync(SourceLimits limits, byte[]? datagram, string scheme = "udp", AddressRule? rule = null)
    {
        var port = Ports.FreeUdp();
        var playing = new UdpSource(rule ?? Loopback, RtpPorts.Default, limits, TimeProvider.System).PlayAsync(
            new SourceDemand(string.Create(CultureInfo.InvariantCulture, $"{scheme}://@:{port}")), new CollectingSink(), CancellationToken.None).WaitAsync(Patience.Limit);
        using var sender = new UdpClient(AddressFamily.InterNetwork);
        while (datagram is not null && !playing.IsCompleted)
        {
            await sender.SendAsync(datagram, new IPEndPoint(IPAddress.Loopback, port));
            await Task.WhenAny(playing, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        return await playing;
    }
}
