using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtpStreamTests
{
    private const string Start = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
    private const string Audio = "m=audio 5000 RTP/AVP 111\r\na=rtpmap:111 opus/48000/2\r\na=rtcp:5001\r\n";

    [Fact]
    public void Sdp_OfAnSfu_IsRead()
    {
        var stream = Parse($"{Audio}m=video 5004 RTP/AVPF 101 102\r\na=rtpmap:101 VP8/90000\r\na=rtpmap:102 rtx/90000\r\na=rtcp-mux\r\na=rtcp-fb:101 nack\r\na=rtcp-fb:101 nack pli\r\na=rtcp-fb:101 ccm fir\r\n");

        Assert.Equal((VideoCodec.Vp8, 101, 5004, null, false), (stream.Media.Codec, stream.Media.PayloadType, stream.Port, stream.ControlPort, stream.KnowsOnlyIntraRequest));
    }

    [Theory]
    [InlineData("", 5005)]
    [InlineData("a=rtcp:6001 IN IP4 127.0.0.1\r\n", 6001)]
    [InlineData("a=rtcp:5004\r\n", null)]
    [InlineData("a=rtcp:6001\r\na=rtcp-mux\r\n", null)]
    public void Control_ComesWhereTheSdpSays(string line, int? port) =>
        Assert.Equal(port, Parse($"m=video 5004/2 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n{line}{Audio}").ControlPort);

    [Theory]
    [InlineData("a=rtcp-fb:96 ccm fir\r\n", true)]
    [InlineData("a=rtcp-fb:* ccm fir\r\na=rtcp-fb:* nack pli\r\n", false)]
    [InlineData("a=rtcp-fb:96 nack\r\n", false)]
    public void IntraRequests_AreForThoseWhoKnowNothingElse(string line, bool isOnly) =>
        Assert.Equal(isOnly, Parse($"m=video 5004 RTP/AVPF 96\r\na=rtpmap:96 H265/90000\r\n{line}").KnowsOnlyIntraRequest);

    [Theory]
    [InlineData("m=video 5004 RTP/SAVP 96\r\na=rtpmap:96 H264/90000\r\n", "plain RTP")]
    [InlineData("m=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n", "plain RTP")]
    [InlineData("c=IN IP4 239.1.2.3/32\r\nm=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "multicast")]
    [InlineData("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "UDP port")]
    [InlineData("m=video 5004 RTP/AVP 96\r\na=rtpmap:96 AV1/90000\r\n", "AV1")]
    public void WhatCannotBeReceived_IsUnsupported(string media, string hint)
    {
        var fault = Assert.Throws<SourceException>(() => RtpStream.Of(new TrackSource("") { Sdp = $"v=0\r\n{media}" })).Fault;

        Assert.Equal(FailureReason.Unsupported, fault.Reason);
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_AreTakenAsTheyAre()
    {
        var stream = RtpStream.Of(new TrackSource("") { Rtp = new RtpEndpoint(5004, 97, "VP9", ControlPort: 5007, Address: "sfu", LocalPort: 6000) });

        Assert.Equal((VideoCodec.Vp9, 97, 5004, 5007, "sfu", 6000), (stream.Media.Codec, stream.Media.PayloadType, stream.Port, stream.ControlPort, stream.Address, stream.LocalPort));
    }

    private static RtpStream Parse(string media) => RtpStream.Of(new TrackSource("") { Sdp = Start + media });
}
