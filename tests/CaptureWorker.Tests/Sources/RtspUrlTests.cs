using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtsp;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtspUrlTests
{
    [Theory]
    [InlineData("rtsp://cam/a", "cam", 554, null, "", "rtsp://cam/a")]
    [InlineData("RTSP://cam:8554/a?x=1&y=2", "cam", 8554, null, "", "rtsp://cam:8554/a?x=1&y=2")]
    [InlineData("rtsp://cam", "cam", 554, null, "", "rtsp://cam/")]
    [InlineData("rtsp://cam?live", "cam", 554, null, "", "rtsp://cam?live")]
    [InlineData("rtsp://bob@cam/a", "cam", 554, "bob", "", "rtsp://cam/a")]
    [InlineData("rtsp://bob:s3cret@cam/a", "cam", 554, "bob", "s3cret", "rtsp://cam/a")]
    [InlineData("rtsp://bob:p%40ss%3A%2F@cam/a", "cam", 554, "bob", "p@ss:/", "rtsp://cam/a")]
    [InlineData("rtsp://bob:a@b:c@cam:99/a", "cam", 99, "bob", "a@b:c", "rtsp://cam:99/a")]
    [InlineData("rtsp://[::1]:8554/a", "::1", 8554, null, "", "rtsp://[::1]:8554/a")]
    [InlineData("rtsp://[fe80::2]/a", "fe80::2", 554, null, "", "rtsp://[fe80::2]/a")]
    [InlineData("rtsps://cam/a", "cam", 322, null, "", "rtsps://cam/a")]
    [InlineData("RTSPS://cam:7441/a", "cam", 7441, null, "", "rtsps://cam:7441/a")]
    public void Parse_OfAnRtspUrl_TakesItApart(string url, string host, int port, string? user, string password, string request) =>
        Assert.Equal(new RtspUrl(host, port, user, password, request), RtspUrl.Parse(url));

    [Theory]
    [InlineData("http://cam/a", "'http'")]
    [InlineData("cam/a", "rtsp://host/path")]
    [InlineData("rtsp:///a", "host")]
    [InlineData("rtsp://cam:0/a", "port")]
    [InlineData("rtsp://cam:99999/a", "port")]
    [InlineData("rtsp://cam:x/a", "port")]
    [InlineData("rtsp://bob:s3cret@cam/a b", "blank")]
    [InlineData("rtsp://bob:s3cret@cam/a\r\nX: y", "control")]
    public void Parse_OfAnythingElse_IsUnsupported_AndTellsNoPassword(string url, string hint)
    {
        var fault = Assert.Throws<SourceException>(() => RtspUrl.Parse(url)).Fault;

        Assert.Equal(FailureReason.Unsupported, fault.Reason);
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://bob:s3cret@cam/a", "rtsp://cam/b", "rtsp://cam/b", true)]
    [InlineData("rtsp://bob:s3cret@cam/a", "/b?c", "rtsp://cam/b?c", true)]
    [InlineData("rtsp://bob:s3cret@cam/a", "rtsp://CAM:554/b", "rtsp://CAM:554/b", true)]
    [InlineData("rtsp://bob:s3cret@cam/a", "rtsp://cam:555/b", "rtsp://cam:555/b", false)]
    [InlineData("rtsp://bob:s3cret@cam/a", "rtsp://other/b", "rtsp://other/b", false)]
    [InlineData("rtsp://bob:s3cret@cam:322/a", "rtsps://cam/b", "rtsps://cam/b", true)]
    [InlineData("rtsps://bob:s3cret@cam/a", "rtsp://cam:322/b", "rtsp://cam:322/b", false)]
    public void Redirected_TakesTheLoginAlong_ToTheSamePlaceOnly(string url, string location, string request, bool hasLogin)
    {
        var origin = RtspUrl.Parse(url);
        var target = origin.Redirected(location, origin);

        Assert.Equal((request, hasLogin ? "bob" : null, hasLogin ? "s3cret" : ""), (target.Request, target.User, target.Password));
    }

    [Theory]
    [InlineData("http://cam/a")]
    [InlineData("file:///etc/passwd")]
    public void Redirected_ToAnotherKindOfAddress_IsBlocked(string location)
    {
        var origin = RtspUrl.Parse("rtsp://cam/a");
        var fault = Assert.Throws<SourceException>(() => origin.Redirected(location, origin)).Fault;

        Assert.Equal(FailureReason.BlockedAddress, fault.Reason);
    }
}
