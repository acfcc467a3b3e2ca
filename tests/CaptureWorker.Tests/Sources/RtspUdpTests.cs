using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtspUdpTests
{
    private static readonly RtspLimits Patient = new()
    {
        Answer = Patience.Limit,
        Stall = Patience.Limit,
        FirstPicture = Patience.Limit,
        Check = TimeSpan.FromSeconds(0.05),
        Report = TimeSpan.FromSeconds(0.1),
    };

    private readonly CollectingSink _sink = new();

    [Fact]
    public async Task ACameraThatSendsByUdpOnly_IsPlayed()
    {
        var clip = Clip.Moving();
        await using var camera = new TestCamera(new CameraScript { Clip = clip, IsUdpOnly = true, CloseAfter = 12, Clock = TimeProvider.System.GetUtcNow });

        var fault = await PlayAsync(camera.Url, Patient, CancellationToken.None);

        Assert.True(fault.Ended, fault.Detail);
        Assert.Equal(0, _sink.Undecodable);
        Assert.True(_sink.Units[0].IsKey);
        Assert.All(_sink.Units, unit => Assert.Equal("sender", unit.Arrival.Clock));
    }

    [Fact]
    public async Task TheCamera_HearsFromBothPorts_SoThatTheWayStaysOpen()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true });
        using var stop = new CancellationTokenSource(Patience.Limit);
        var playing = PlayAsync(camera.Url, Patient, stop.Token);

        while (await camera.Requests.ReadAsync(stop.Token) != "(punched)")
        {
        }

        Assert.Equal(201, (await camera.Reports.ReadAsync(stop.Token))[1]);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing);
    }

    [Fact]
    public async Task ALostPacket_CostsThePicturesUpToTheNextKey()
    {
        // Pictures 0 and 10 are key frames.
        var script = new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true, CloseAfter = 25, PacketSize = 200, Loses = (picture, packet) => (picture, packet) == (12, 0) };
        await using var camera = new TestCamera(script);

        await PlayAsync(camera.Url, Patient, CancellationToken.None);

        Assert.InRange(_sink.Undecodable, 1, 8);
        Assert.Contains(_sink.Units, unit => unit.IsKey);
    }

    [Fact]
    public async Task SilenceByUdp_NamesTheFirewall()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true, StallAfter = 0 });

        var fault = await PlayAsync(camera.Url, Patient with { FirstPicture = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        Assert.Equal((TickOutcome.NoVideo, null), (fault.Outcome, fault.Reason));
        Assert.Contains("firewall", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilenceAfterMediaByUdp_IsStalled()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true, StallAfter = 5 });

        var fault = await PlayAsync(camera.Url, Patient with { Stall = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        Assert.Equal((TickOutcome.Failed, FailureReason.Stalled), (fault.Outcome, fault.Reason));
    }

    private Task<SourceFault> PlayAsync(string url, RtspLimits limits, CancellationToken cancellationToken) =>
        new RtspSource(new AddressRule([], allowPrivate: true), limits, RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System)
            .PlayAsync(url, _sink, cancellationToken).WaitAsync(Patience.Limit, CancellationToken.None);
}
