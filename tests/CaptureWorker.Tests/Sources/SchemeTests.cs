using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Every kind of source against a server of the distribution; each picture tells whose it is and when it was drawn.</summary>
public sealed class SchemeTests(MediaServers servers) : IClassFixture<MediaServers>
{
    private readonly Nginx _nginx = servers.Nginx;

    [Fact]
    public async Task Rtmp_LivePictures_GoOn()
    {
        await using var publisher = servers.Camera.Send("-f", "flv", _nginx.RtmpUrl("ada"));
        await using var viewer = new Viewer(_nginx.RtmpUrl("ada"));

        await servers.AssertGoesOnAsync(viewer);
    }

    [Theory]
    [InlineData("mpegts")]
    [InlineData("fmp4")]
    public async Task Hls_LiveSegments_GoOn(string segments)
    {
        await using var packager = Package($"{segments}.m3u8", "-hls_segment_type", segments, "-hls_fmp4_init_filename", $"{segments}.init");
        await using var viewer = new Viewer(_nginx.Url($"{segments}.m3u8"));

        await servers.AssertGoesOnAsync(viewer);
    }

    [Fact]
    public async Task Hls_EncryptedSegments_AreDecrypted()
    {
        await File.WriteAllBytesAsync(_nginx.PathOf("key"), [.. Enumerable.Range(1, 16).Select(each => (byte)each)]);
        await File.WriteAllLinesAsync(_nginx.PathOf("keys"), [_nginx.Url("key"), _nginx.PathOf("key")]);
        await using var packager = Package("locked.m3u8", "-hls_key_info_file", _nginx.PathOf("keys"));
        await using var viewer = new Viewer(_nginx.Url("locked.m3u8"));

        await servers.AssertGoesOnAsync(viewer);
    }

    [Fact]
    public async Task Hls_OfSeveralSizes_GivesTheOneNextToTheQuality()
    {
        await servers.RecordAsync("large.m3u8", "-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod");
        await servers.RecordAsync("small.mp4");
        Cameras.Ffmpeg.Run($"-v error -y -i {_nginx.PathOf("small.mp4")} -vf scale=160:90:flags=area -c:v libx264 -preset ultrafast -g 5 -f hls -hls_time 1 -hls_playlist_type vod {_nginx.PathOf("small.m3u8")}");
        const string Sizes = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=2,RESOLUTION=320x180\nlarge.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=160x90\nsmall.m3u8\n";
        await File.WriteAllTextAsync(_nginx.PathOf("sizes.m3u8"), Sizes);
        await using var large = new Viewer(_nginx.Url("sizes.m3u8")) { ShortSide = 360 };
        await using var small = new Viewer(_nginx.Url("sizes.m3u8")) { ShortSide = 90 };

        var pictures = await Task.WhenAll(large.NextAsync(), small.NextAsync());

        Assert.Equal([(320, 180), (160, 90)], pictures.Select(picture => (picture.Width, picture.Height)));
    }

    [Fact]
    public async Task Hls_LiveListThatStandsStill_IsStalled()
    {
        await servers.RecordAsync("still.ts", "-t", "1");
        await File.WriteAllTextAsync(_nginx.PathOf("still.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nstill.ts\n");
        await using var viewer = new Viewer(_nginx.Url("still.m3u8"));
        await viewer.NextAsync();

        Assert.Equal(FailureReason.Stalled, (await viewer.UntilAsync(TickOutcome.Failed)).Reason);
    }

    [Fact]
    public async Task Rtmp_WhosePublisherLeaves_FailsUntilItIsBack()
    {
        await using var viewer = new Viewer(_nginx.RtmpUrl("back"));
        await using (servers.Camera.Send("-f", "flv", _nginx.RtmpUrl("back")))
        {
            await viewer.NextAsync();
        }

        await viewer.UntilAsync(TickOutcome.Failed);
        await using var again = servers.Camera.Send("-f", "flv", _nginx.RtmpUrl("back"));

        await servers.AssertGoesOnAsync(viewer);
    }

    [Fact]
    public async Task Http_LiveTransportStream_GoesOn()
    {
        var (server, url) = await servers.ServeLiveAsync();
        await using var _ = server;
        await using var viewer = new Viewer(url);

        await servers.AssertGoesOnAsync(viewer);
    }

    [Theory]
    [InlineData("first.mp4", "-movflags", "+faststart")]
    [InlineData("last.mp4", "-f", "mp4")]
    [InlineData("fragments.mp4", "-movflags", "frag_keyframe+empty_moov")]
    [InlineData("clip.ts", "-f", "mpegts")]
    [InlineData("clip.m3u8", "-hls_playlist_type", "vod")]
    public async Task Http_Recording_GoesOn_AndHasNoVideoWhenItIsOver(string name, string option, string value)
    {
        await servers.RecordAsync(name, option, value);
        await servers.RecordAsync($"short-{name}", "-t", "2", option, value);
        await using var viewer = new Viewer(_nginx.Url(name));
        await using var ending = new Viewer(_nginx.Url($"short-{name}"));

        await servers.AssertGoesOnAsync(viewer);
        await AssertEndsAsync(ending);
    }

    [Theory]
    [InlineData("file.mp4")]
    [InlineData("file.ts")]
    public async Task File_GoesOn_AndHasNoVideoWhenItIsOver(string name)
    {
        await servers.RecordAsync(name);
        await servers.RecordAsync($"short-{name}", "-t", "2");
        await using var viewer = new Viewer($"file://{_nginx.PathOf(name)}", _nginx.Folder);
        await using var ending = new Viewer($"file://{_nginx.PathOf($"short-{name}")}", _nginx.Folder);

        await servers.AssertGoesOnAsync(viewer);
        await AssertEndsAsync(ending);
    }

    [Theory]
    [InlineData("", FailureReason.Auth, "401")]
    [InlineData("bob:wrong@", FailureReason.Auth, "401")]
    [InlineData("bob:p%40ss@", null, null)]
    public async Task Http_Login_IsThatOfTheUrl(string login, FailureReason? reason, string? hint)
    {
        await servers.RecordAsync("login.ts");
        await using var viewer = new Viewer(_nginx.Url("secret/login.ts").Replace("http://", $"http://{login}", StringComparison.Ordinal));

        var result = await viewer.GrabAsync();

        Assert.Equal(reason, result.Reason);
        Assert.Contains(hint ?? "", result.Detail ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", result.Detail ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_RecordingOfAServerWithoutParts_IsUnsupported()
    {
        await servers.RecordAsync("whole.mp4");
        await using var viewer = new Viewer(_nginx.Url("whole/whole.mp4"));

        var result = await viewer.GrabAsync();

        Assert.Equal(FailureReason.Unsupported, result.Reason);
        Assert.Contains("Accept-Ranges", result.Detail, StringComparison.Ordinal);
    }

    private ServerProcess Package(string name, params string[] options) => servers.Camera.Send(
        ["-f", "hls", "-hls_time", "1", "-hls_list_size", "5", "-hls_flags", "delete_segments+temp_file", .. options, _nginx.PathOf(name)]);

    private static async Task AssertEndsAsync(Viewer viewer)
    {
        var ended = await viewer.UntilAsync(TickOutcome.NoVideo);

        Assert.Contains("played to its end", ended.Detail, StringComparison.Ordinal);
    }
}
