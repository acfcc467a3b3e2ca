using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtspRedirectTests
{
    private readonly CollectingSink _sink = new();

    [Theory]
    [InlineData("OPTIONS rtsp://127.0.0.1:{0}/cam ", "rtsp://127.0.0.1:{0}/elsewhere")]
    [InlineData("DESCRIBE rtsp://127.0.0.1:{0}/cam ", "/elsewhere")]
    [InlineData("SETUP rtsp://127.0.0.1:{0}/cam/", "rtsp://127.0.0.1:{0}/elsewhere")]
    public async Task ARedirect_ToTheSamePlace_IsFollowed_WithTheLogin(string request, string location)
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), CloseAfter = 3, Login = ("bob", "x"), Challenge = "Basic realm=\"c\"" });
        camera.Script = camera.Script with { Redirect = (Filled(request, camera.Port), Filled(location, camera.Port)) };

        var fault = await PlayAsync(camera.Url.Replace("rtsp://", "rtsp://bob:x@", StringComparison.Ordinal));

        Assert.True(fault.Ended, fault.Detail);
        Assert.NotEmpty(_sink.Units);
    }

    [Fact]
    public async Task ARedirect_IntoTheNetwork_IsBlocked_AndNotFollowed()
    {
        using var inside = new Canary();
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), Redirect = ("DESCRIBE", $"rtsp://{inside.Place}/cam") });

        var fault = await PlayAsync(camera.Url);

        Assert.Equal((TickOutcome.Failed, FailureReason.BlockedAddress), (fault.Outcome, fault.Reason));
        Assert.Contains(inside.Place, fault.Detail, StringComparison.Ordinal);
        Assert.False(inside.IsTouched);
    }

    [Fact]
    public async Task Redirects_WithoutEnd_AreRefused()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), Redirect = ("DESCRIBE", "/cam") });

        var fault = await PlayAsync(camera.Url);

        Assert.Equal((TickOutcome.Failed, FailureReason.Refused), (fault.Outcome, fault.Reason));
        Assert.Contains("more than 3", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(4, camera.Connections);
    }

    private static string Filled(string text, int port) => text.Replace("{0}", $"{port}", StringComparison.Ordinal);

    private Task<SourceFault> PlayAsync(string url) =>
        new RtspSource(new AddressRule([], allowPrivate: true), new RtspLimits { Answer = Patience.Limit, Connect = Patience.Limit, FirstPicture = Patience.Limit, Stall = Patience.Limit }, RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System)
            .PlayAsync(url, _sink, CancellationToken.None).WaitAsync(Patience.Limit);
}
