using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Video of other codecs than H.264 through libVLC, in the containers that carry it.</summary>
public sealed class TappedCodecTests(MediaServers servers) : IClassFixture<MediaServers>
{
    private static readonly string[] H265 = ["-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10", "-x265-params", "log-level=none"];

    private static readonly string[] Vp9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k", "-g", "10"];

    public static TheoryData<string, string[]> Recordings => new()
    {
        { "h265.ts", H265 },
        { "h265.mp4", [.. H265, "-tag:v", "hvc1"] },
        { "h265-parts.mp4", [.. H265, "-tag:v", "hev1", "-movflags", "frag_keyframe+empty_moov"] },
        { "h265.m3u8", [.. H265, "-tag:v", "hvc1", "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "h265.init", "-hls_playlist_type", "vod"] },
        { "h265-ts.m3u8", [.. H265, "-hls_playlist_type", "vod"] },
        { "vp9.mp4", Vp9 },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task ARecording_GoesOn(string name, string[] options)
    {
        await servers.RecordAsync(name, ["-t", "10", .. options]);
        await using var viewer = new Viewer(servers.Nginx.Url(name));

        await servers.AssertGoesOnAsync(viewer);
    }

    [Fact]
    public async Task LiveH265OverSrt_GoesOn()
    {
        await using var listener = await SrtServer.StartAsync(servers.Camera, "", H265);
        await using var viewer = new Viewer(listener.Url);

        await servers.AssertGoesOnAsync(viewer);
    }

    [Theory]
    [InlineData("mpeg2.ts", "mpeg2video", "MPEG-2")]
    [InlineData("mpeg4.ts", "mpeg4", "MPEG-4 part 2")]
    public async Task AnotherCodec_IsUnsupported_AndNamed(string name, string encoder, string codec)
    {
        await servers.RecordAsync(name, "-t", "10", "-c:v", encoder, "-r", "25");
        await using var viewer = new Viewer(servers.Nginx.Url(name));

        var result = await viewer.UntilAsync(TickOutcome.Failed);

        Assert.Equal(FailureReason.Unsupported, result.Reason);
        Assert.Contains(codec, result.Detail, StringComparison.Ordinal);
    }
}
