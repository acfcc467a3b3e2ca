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

    [Fact]
    public async Task ACameraThatSendsByUdpOnly_IsPlayed()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true });
        var sink = new CollectingSink { Enough = seen => seen.Units.Count == 8 };

        await PlayUntilEnoughAsync(camera, sink);

        Assert.Equal(0, sink.Undecodable);
        Assert.True(sink.Units[0].IsKey);
    }

    [Fact]
    public async Task ItsReports_ComeByUdpToo()
    {
        var script = new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true, FramesPerSecond = 10, Clock = TimeProvider.System.GetUtcNow };
        await using var camera = new TestCamera(script);

        await PlayUntilEnoughAsync(camera, new CollectingSink { Enough = seen => seen.Units is [.., { Arrival.Clock: "sender" }] });
    }

    [Fact]
    public async Task TheCamera_HearsFromBothPorts_SoThatTheWayStaysOpen()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true });
        using var stop = new CancellationTokenSource(Patience.Limit);
        var playing = PlayAsync(camera.Url, new CollectingSink(), Patient, stop.Token);

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
        // Every tenth picture is a key frame.
        var script = new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true, PacketSize = 200, Loses = (picture, packet) => (picture, packet) == (12, 0) };
        await using var camera = new TestCamera(script);
        var sink = new CollectingSink { Enough = seen => seen is { Undecodable: > 0, Units: [.., { IsKey: true }] } };

        await PlayUntilEnoughAsync(camera, sink);

        Assert.InRange(sink.Undecodable, 7, 8);
    }

    [Fact]
    public async Task SilenceByUdp_NamesTheFirewall()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true, StallAfter = 0 });

        var fault = await PlayAsync(camera.Url, new CollectingSink(), Patient with { FirstPicture = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        Assert.Equal((TickOutcome.NoVideo, null), (fault.Outcome, fault.Reason));
        Assert.Contains("firewall", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilenceAfterMediaByUdp_IsStalled()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), IsUdpOnly = true, StallAfter = 5 });

        var fault = await PlayAsync(camera.Url, new CollectingSink(), Patient with { Stall = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        Assert.Equal((TickOutcome.Failed, FailureReason.Stalled), (fault.Outcome, fault.Reason));
    }

    private static async Task PlayUntilEnoughAsync(TestCamera camera, CollectingSink sink)
    {
        using var stop = new CancellationTokenSource();
        var playing = PlayAsync(camera.Url, sink, Patient, stop.Token);
        Assert.Same(sink.WhenEnough, await Task.WhenAny(sink.WhenEnough, playing));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing);
    }

    private static Task<SourceFault> PlayAsync(string url, CollectingSink sink, RtspLimits limits, CancellationToken cancellationToken) =>
        new RtspSource(new AddressRule([], allowPrivate: true), limits, RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System)
            .PlayAsync(url, sink, cancellationToken).WaitAsync(Patience.Limit, CancellationToken.None);
}
