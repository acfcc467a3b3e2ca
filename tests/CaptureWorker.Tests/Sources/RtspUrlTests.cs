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
}
