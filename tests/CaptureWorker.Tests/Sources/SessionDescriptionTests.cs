using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class SessionDescriptionTests
{
    private const string Base = "rtsp://cam:8554/live/";

    [Theory]
    [InlineData("trackID=1", "rtsp://cam:8554/live/trackID=1")]
    [InlineData("rtsp://other/abs/track", "rtsp://other/abs/track")]
    [InlineData("*", Base)]
    public void Control_IsResolvedAgainstTheBase(string control, string expected)
    {
        var media = SessionDescription.FindVideo($"v=0\r\nm=video 0 RTP/AVP 97\r\na=rtpmap:97 H264/90000\r\na=control:{control}\r\n", Base);

        Assert.Equal(97, media.PayloadType);
        Assert.Equal(expected, media.TrackUrl);
        Assert.Equal(Base, media.SessionUrl);
        Assert.Empty(media.ParameterSets);
    }

    [Fact]
    public void ParameterSets_AreDecoded_AndTheAudioBeforeTheVideoIsLeftOut()
    {
        var clip = Clip.Moving();

        var media = SessionDescription.FindVideo(TestSdp.For(clip), "rtsp://cam/live");

        Assert.Equal([clip.SequenceSet, clip.PictureSet], media.ParameterSets);
        Assert.Equal("rtsp://cam/live/trackID=0", media.TrackUrl);
    }

    [Fact]
    public void OfSeveralVideos_TheFirstInH264IsTaken()
    {
        const string Sdp = "v=0\nm=video 0 RTP/AVP 96\na=rtpmap:96 H265/90000\na=control:a\nm=video 0 RTP/AVP 98 99\na=rtpmap:98 VP8/90000\na=rtpmap:99 h264/90000\na=control:b\n";

        var media = SessionDescription.FindVideo(Sdp, Base);

        Assert.Equal((99, Base + "b"), (media.PayloadType, media.TrackUrl));
    }

    [Theory]
    [InlineData(TestSdp.AudioOnly, TickOutcome.NoVideo, null, "only audio")]
    [InlineData("v=0\r\n", TickOutcome.NoVideo, null, "no media")]
    [InlineData("", TickOutcome.NoVideo, null, "no media")]
    [InlineData(TestSdp.Av1, TickOutcome.Failed, FailureReason.Unsupported, "AV1")]
    [InlineData("v=0\r\nm=video 0 RTP/AVP 26\r\n", TickOutcome.Failed, FailureReason.Unsupported, "payload type 26")]
    [InlineData("v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=2\r\n", TickOutcome.Failed, FailureReason.Unsupported, "mode 2")]
    public void WithoutUsableVideo_TheOutcomeSaysWhy(string sdp, TickOutcome outcome, FailureReason? reason, string hint)
    {
        var fault = Assert.Throws<SourceException>(() => SessionDescription.FindVideo(sdp, Base)).Fault;

        Assert.Equal((outcome, reason), (fault.Outcome, fault.Reason));
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }
}
