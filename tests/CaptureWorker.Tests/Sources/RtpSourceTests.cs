using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Plain RTP from a media server to stills.</summary>
public sealed class RtpSourceTests
{
    private const int PayloadType = 96;

    // Long enough that its end is not reached between two key frames that are asked for.
    private readonly Clip _clip = Clip.Moving(seconds: 30, keyEvery: 300);
    private readonly int _port = FreePort();

    [Theory]
    [InlineData("libx264", "-preset veryfast -bf 0")]
    [InlineData("libx265", "-preset ultrafast -x265-params log-level=error:bframes=0")]
    [InlineData("libvpx", "-deadline realtime -cpu-used 8")]
    [InlineData("libvpx-vp9", "-deadline realtime -cpu-used 8 -strict experimental")]
    public async Task AnyCodec_OfAnotherSender_ByItsSdp(string encoder, string options)
    {
        var folder = Directory.CreateTempSubdirectory("frames-rtp-");
        var sdp = Path.Combine(folder.FullName, "sdp");
        await using var sender = ServerProcess.Start("ffmpeg", [
            .. "-nostdin -v error -re -f lavfi -i testsrc2=s=320x240:r=10 -pix_fmt yuv420p -g 10 -b:v 200k -c:v".Split(' '), encoder, .. options.Split(' '),
            "-f", "rtp", "-sdp_file", sdp, $"rtp://127.0.0.1:{_port}?pkt_size=1200"]);
        await Patience.UntilAsync("the sdp", () => Task.FromResult(File.Exists(sdp) && File.ReadAllText(sdp).Contains("rtpmap", StringComparison.Ordinal)), () => sender.Errors);
        await using var viewer = new Viewer(new TrackSource("") { Sdp = await File.ReadAllTextAsync(sdp) });

        var first = await viewer.NextAsync();
        var second = await viewer.NextAsync();

        Assert.Equal((320, 240), (first.Width, first.Height));
        Assert.True(second.CapturedAt > first.CapturedAt);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task SenderWithoutKeyFramesOfItsOwn_IsAskedForOneBeforeEachTick()
    {
        await using var server = new TestMediaServer(_clip, new IPEndPoint(IPAddress.Loopback, _port));
        await using var viewer = new Viewer(Listening());
        await viewer.NextAsync();
        var (start, before) = (TimeProvider.System.GetTimestamp(), server.Requests.Count);

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), TimeProvider.System);
        for (var tick = 0; tick < 4; tick++)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            Assert.Equal(TickOutcome.Captured, (await viewer.GrabAsync()).Outcome);
        }

        var requests = server.Requests.Count - before;
        Assert.InRange(requests, 3, TimeProvider.System.GetElapsedTime(start).TotalSeconds + 1);
        Assert.All(server.Requests, kind => Assert.Equal(1, kind));
        Assert.InRange(server.KeyFrames, 1, server.Requests.Count + 1);
        await Patience.UntilAsync("a receiver report", () => Task.FromResult(server.Reports > 0));
    }

    [Fact]
    public async Task SenderThatMustHearFromUsFirst_SendsWhereWeAre()
    {
        await using var server = new TestMediaServer(_clip, to: null);
        await using var viewer = new Viewer(new TrackSource("") { Rtp = new RtpEndpoint(server.Port, PayloadType, "H264", Address: "127.0.0.1") });

        await viewer.NextAsync();
        await viewer.NextAsync();
    }

    [Fact]
    public async Task LossReorderingAndDuplicates_EndNothing()
    {
        var random = new Random(7);
        await using var server = new TestMediaServer(_clip, new IPEndPoint(IPAddress.Loopback, _port))
        {
            Road = packets =>
            {
                byte[][] sent = [.. packets.Where(_ => random.Next(20) > 0), packets[0]];
                random.Shuffle(sent);
                return sent;
            },
        };
        await using var viewer = new Viewer(Listening());

        for (var picture = 0; picture < 3; picture++)
        {
            await viewer.NextAsync();
        }
    }

    [Fact]
    public async Task AnotherStreamOfTheSameSender_IsTakenUp()
    {
        await using var server = new TestMediaServer(_clip, new IPEndPoint(IPAddress.Loopback, _port));
        await using var viewer = new Viewer(Listening());
        await viewer.NextAsync();
        var before = server.KeyFrames;

        server.IsSilent = true;
        server.Source = 99;
        await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System);
        server.IsSilent = false;

        await Patience.UntilAsync("a picture of the other stream", async () => (await viewer.GrabAsync()).Outcome == TickOutcome.Captured && server.KeyFrames > before);
    }

    [Fact]
    public async Task SenderThatFallsSilent_IsStalled_AndTakenUpAgain()
    {
        await using var server = new TestMediaServer(_clip, new IPEndPoint(IPAddress.Loopback, _port));
        await using var viewer = new Viewer(Listening());
        await viewer.NextAsync();

        server.IsSilent = true;
        viewer.Budget = TimeSpan.FromSeconds(1);
        await UntilAsync(viewer, FailureReason.Stalled, "no media");
        server.IsSilent = false;

        viewer.Budget = Patience.Limit;
        await viewer.NextAsync();
    }

    [Fact]
    public async Task SenderWhoseAddressIsNotAllowed_IsBlockedAndNamed()
    {
        await using var server = new TestMediaServer(_clip, new IPEndPoint(IPAddress.Loopback, _port));
        await using var viewer = new Viewer(Listening(), rule: new AddressRule([], allowPrivate: false)) { Budget = TimeSpan.FromSeconds(1) };

        await UntilAsync(viewer, FailureReason.BlockedAddress, "127.0.0.1");
    }

    [Fact]
    public async Task NobodySending_IsATimeoutThatSaysWhere()
    {
        await using var viewer = new Viewer(Listening()) { Budget = TimeSpan.FromSeconds(1) };

        await UntilAsync(viewer, FailureReason.Timeout, $"127.0.0.1:{_port}");
    }

    [Fact]
    public async Task PortThatIsTaken_IsRefused()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        await using var viewer = new Viewer(new TrackSource("") { Rtp = new RtpEndpoint(port, PayloadType, "H264") });

        await UntilAsync(viewer, FailureReason.Refused, $"port {port} of this machine is already taken");
    }

    [Fact]
    public async Task PortOutsideTheRange_IsRefused()
    {
        await using var viewer = new Viewer(Listening(), ports: new RtpPorts(IPAddress.Loopback, 1024, 1030));

        await UntilAsync(viewer, FailureReason.Refused, "CaptureWorker:RtpPorts");
    }

    [Fact]
    public async Task AnotherPayloadType_IsNoVideo_AndNamed()
    {
        await using var server = new TestMediaServer(_clip, new IPEndPoint(IPAddress.Loopback, _port));
        await using var viewer = new Viewer(new TrackSource("") { Rtp = new RtpEndpoint(_port, 111, "H264") }) { Budget = TimeSpan.FromSeconds(1) };

        GrabResult? last = null;
        await Patience.UntilAsync(
            "the hint", async () => (last = await viewer.GrabAsync()) is { Outcome: TickOutcome.NoVideo, Detail: { } hint } && hint.Contains("96", StringComparison.Ordinal), () => $"{last}");
    }

    [Fact]
    public async Task SenderThatOffersFirOnly_IsAskedByFir()
    {
        await using var server = new TestMediaServer(_clip, new IPEndPoint(IPAddress.Loopback, _port));
        var sdp = $"v=0\r\nm=video {_port} RTP/AVPF 96\r\na=rtpmap:96 H264/90000\r\na=rtcp-mux\r\na=rtcp-fb:96 ccm fir\r\n";
        await using var viewer = new Viewer(new TrackSource("") { Sdp = sdp });

        await viewer.NextAsync();
        await Patience.UntilAsync("requests", async () => (await viewer.GrabAsync()).Outcome == TickOutcome.Captured && !server.Requests.IsEmpty);

        Assert.All(server.Requests, kind => Assert.Equal(4, kind));
    }

    private static async Task UntilAsync(Viewer viewer, FailureReason reason, string hint)
    {
        GrabResult? last = null;
        await Patience.UntilAsync(
            $"{reason}", async () => (last = await viewer.GrabAsync()) is var result && result.Reason == reason && result.Detail!.Contains(hint, StringComparison.Ordinal), () => $"{last}");
    }

    // Even, with the one after it free too.
    private static int FreePort()
    {
        using var pair = RtpSockets.OpenPair(IPAddress.Loopback, RtpPorts.Default);
        return pair.MediaPort;
    }

    private TrackSource Listening() => new("") { Rtp = new RtpEndpoint(_port, PayloadType, "H264") };
}
