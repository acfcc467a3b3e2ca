using System.Text;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtspReportTests
{
    private static readonly RtspLimits Limits = new()
    {
        Answer = Patience.Limit,
        Stall = Patience.Limit,
        FirstPicture = Patience.Limit,
        Check = TimeSpan.FromSeconds(0.05),
        Report = TimeSpan.FromSeconds(0.1),
    };

    private readonly CollectingSink _sink = new();

    [Fact]
    public async Task ACameraThatTellsItsClock_IsReckonedByIt()
    {
        var script = new CameraScript { Clip = Clip.Moving(), CloseAfter = 12, FramesPerSecond = 10, Clock = () => TimeProvider.System.GetUtcNow().AddYears(-3) };
        await using var camera = new TestCamera(script);

        await PlayAsync(camera.Url, CancellationToken.None);

        Assert.NotEmpty(_sink.Units);
        Assert.Equal("sender", _sink.Units[0].Arrival.Clock);
    }

    [Fact]
    public async Task ACameraWithoutReports_IsReckonedByArrival()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), CloseAfter = 3 });

        await PlayAsync(camera.Url, CancellationToken.None);

        Assert.NotEmpty(_sink.Units);
        Assert.All(_sink.Units, unit => Assert.Equal("arrival", unit.Arrival.Clock));
    }

    [Fact]
    public async Task TheCamera_IsToldThatSomebodyReceives()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        using var stop = new CancellationTokenSource(Patience.Limit);
        var playing = PlayAsync(camera.Url, stop.Token);

        var report = await camera.Reports.ReadAsync(stop.Token);

        // A receiver's report without blocks, and a description with a name behind it.
        Assert.Equal([0x80, 201, 0, 1], report[..4]);
        Assert.Equal([0x81, 202], report[8..10]);
        Assert.Equal(report[4..8], report[12..16]);
        Assert.StartsWith("frames-", Encoding.ASCII.GetString(report, 18, report[17]), StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing);
    }

    private Task<SourceFault> PlayAsync(string url, CancellationToken cancellationToken) =>
        new RtspSource(new AddressRule([], allowPrivate: true), Limits, RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System).PlayAsync(url, _sink, cancellationToken).WaitAsync(Patience.Limit, CancellationToken.None);
}
