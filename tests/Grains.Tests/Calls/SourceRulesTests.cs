using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class SourceRulesTests
{
    [Theory]
    [InlineData("rtsp://camera/1")]
    [InlineData("rtsp://camera:8554")]
    [InlineData("rtsp://192.0.2.1/live?ch=1&sub=0")]
    [InlineData("rtsp://[::1]:554/x")]
    [InlineData("RTSP://camera/1")]
    [InlineData("rtsps://camera/1")]
    [InlineData("rtmp://server/live/ada")]
    [InlineData("rtmps://server:443/live/ada")]
    [InlineData("http://server/live.m3u8?token=1")]
    [InlineData("https://user:p%40ss@server/clip.mp4")]
    [InlineData("file:///media/clip.mp4")]
    [InlineData("srt://server:9000")]
    [InlineData("srt://[::1]:9000?mode=caller")]
    [InlineData("udp://@:5004")]
    [InlineData("udp://:5004")]
    [InlineData("udp://239.0.0.1:5004")]
    [InlineData("rtp://@239.0.0.1:5004?localaddr=192.0.2.1")]
    [InlineData("rtp://@[ff15::1]:5004")]
    public void Check_UrlOfASupportedScheme_IsRight(string url) => Assert.Null(SourceRules.Check(With(url)));

    [Theory]
    [InlineData("")]
    [InlineData("camera")]
    [InlineData("/live")]
    [InlineData("rtsp://")]
    [InlineData("rtsp:///live")]
    [InlineData("file:media/clip.mp4")]
    [InlineData("file://server/clip.mp4")]
    [InlineData("http:///live")]
    [InlineData("srt://camera")]
    [InlineData("srt://:9000")]
    [InlineData("udp://239.0.0.1")]
    [InlineData("udp://@")]
    [InlineData("rtp://@:")]
    [InlineData("ftp://camera/1")]
    [InlineData("rtsp://camera:99999/1")]
    [InlineData("rtsp://camera/a b")]
    [InlineData("rtsp://camera/1\r\nX-Injected: yes")]
    public void Check_OtherUrl_IsRefusedByPlace(string url)
    {
        var refusal = SourceRules.Check(With("rtsp://camera/1", url));
        Assert.NotNull(refusal);
        Assert.Equal(["tracks[1].url"], refusal.Fields.Keys);
    }

    [Fact]
    public void Check_UnsupportedScheme_SaysWhatIs()
        => Assert.Equal("scheme 'rist' is not supported; give an rtsp, rtsps, rtmp, rtmps, http, https, srt, udp, rtp or file URL", SourceRules.Check(With("rist://camera:9000"))!.Fields["tracks[0].url"]);

    [Fact]
    public void Check_UrlTooLong_IsRefused()
    {
        const string start = "rtsp://camera/";
        Assert.Null(SourceRules.Check(With(start + new string('a', 2048 - start.Length))));
        Assert.NotNull(SourceRules.Check(With(start + new string('a', 2049 - start.Length))));
    }

    [Fact]
    public void Check_LayersWithHeights_AreRight()
        => Assert.Null(SourceRules.Check(Of(Layer(180), Books.Screen, Layer(360), Layer(720), Layer(1080))));

    [Fact]
    public void Check_SeveralOfATypeWithoutHeights_AreRefusedByPlace()
    {
        Assert.Equal(["tracks[0].height", "tracks[2].height"], SourceRules.Check(Of(Books.Camera, Books.Screen, Books.Camera))!.Fields.Keys);
        Assert.Equal(["tracks[1].height"], SourceRules.Check(Of(Layer(180), Books.Camera))!.Fields.Keys);
    }

    [Fact]
    public void Check_MoreThanFourLayers_AreRefused()
        => Assert.Equal(["tracks[4].track_type"], SourceRules.Check(Of(Layer(90), Layer(180), Layer(360), Layer(720), Layer(1080)))!.Fields.Keys);

    [Fact]
    public void Check_LayersThatDisagreeAboutMuted_AreRefused()
        => Assert.Equal(["tracks[1].muted"], SourceRules.Check(Of(Layer(180), Layer(360) with { Muted = true }))!.Fields.Keys);

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, true)]
    [InlineData(86_400, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(86_401, false)]
    public void Check_TimeToLive_IsFromASecondToADay(int? seconds, bool right)
        => Assert.Equal(right, SourceRules.Check(new("s", "u", null, seconds, [])) is null);

    [Theory]
    [InlineData("v=0\r\nm=audio 5000 RTP/AVP 0\r\nm=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n")]
    [InlineData("v=0\nm=video 5004/2 RTP/AVPF 96 97\n")]
    public void Check_SessionDescriptionOfPlainRtp_IsRight(string sdp) => Assert.Null(SourceRules.Check(Of(new TrackSource("") { Sdp = sdp })));

    [Theory]
    [InlineData("", "m=video")]
    [InlineData("nonsense", "m=video")]
    [InlineData("v=0\r\nm=audio 5000 RTP/AVP 0\r\n", "no video")]
    [InlineData("v=0\r\nm=video 0 RTP/AVP 96\r\n", "UDP port")]
    [InlineData("v=0\r\nm=video 5004 RTP/AVP\r\n", "payload type")]
    [InlineData("v=0\r\nm=video 5004 RTP/SAVPF 96\r\n", "plain RTP")]
    [InlineData("v=0\r\na=fingerprint:sha-256 00\r\nm=video 5004 RTP/AVP 96\r\n", "plain RTP")]
    [InlineData("v=0\r\nm=video 5004 RTP/AVP 96\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n", "plain RTP")]
    public void Check_OtherSessionDescription_IsRefusedWithTheReason(string sdp, string hint)
    {
        var refusal = SourceRules.Check(Of(new TrackSource("") { Sdp = sdp }));
        Assert.NotNull(refusal);
        Assert.Contains(hint, refusal.Fields["tracks[0].sdp"], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OnePortForTwoTracks_IsRefused()
    {
        TrackSource camera = new("") { Rtp = new(5004, 96, "VP8", ControlPort: 5005) };
        TrackSource[] others =
        [
            new("") { Rtp = new(5005, 96, "VP8") },
            new("") { Rtp = new(9000, 96, "VP8", Address: "sfu", LocalPort: 5004) },
            new("") { Sdp = "v=0\r\nm=video 5004 RTP/AVP 96\r\n" },
        ];
        Assert.All(others, other => Assert.Single(SourceRules.Check(Of(camera, other))!.Fields));
        Assert.Null(SourceRules.Check(Of(camera, new TrackSource("") { Rtp = new(5004, 96, "VP8", Address: "sfu") })));
    }

    [Theory]
    [InlineData(0, 96, "tracks[0].rtp.port")]
    [InlineData(5004, 0, "tracks[0].rtp.payload_type")]
    [InlineData(5004, 128, "tracks[0].rtp.payload_type")]
    public void Check_WrongNumbersOfRtp_AreRefusedByPlace(int port, int type, string field)
        => Assert.Equal([field], SourceRules.Check(Of(new TrackSource("") { Rtp = new(port, type, "VP8") }))!.Fields.Keys);

    private static ParticipantRequest Of(params TrackSource[] sources)
        => new("s", "u", null, null, [.. sources.Select((source, place) => new PublishedTrack((TrackType)place, source, Muted: false))]);

    private static ParticipantRequest With(params string[] urls)
        => new("s", "u", null, null, [.. urls.Select((url, place) => new PublishedTrack((TrackType)place, new TrackSource(url), Muted: false))]);

    private static ParticipantRequest Of(params PublishedTrack[] tracks) => new("s", "u", null, null, tracks);

    private static PublishedTrack Layer(int height) => new(TrackType.Video, new TrackSource($"rtsp://camera/{height}", height), Muted: false);
}
