using System.Globalization;
using OrleansFrames.Cameras;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Every kind of source against a server of the distribution; each picture tells whose it is and when it was drawn.</summary>
public sealed class SchemeTests : IAsyncLifetime
{
    private BurnedCamera _camera = null!;
    private Nginx _nginx = null!;

    public async Task InitializeAsync()
    {
        _camera = await BurnedCamera.StartAsync();
        _nginx = await Nginx.StartAsync(isRtmp: true);
    }

    public async Task DisposeAsync()
    {
        await _nginx.DisposeAsync();
        await _camera.DisposeAsync();
    }

    [Fact]
    public async Task Rtmp_LivePictures_GoOn()
    {
        await using var publisher = _camera.Send("-f", "flv", _nginx.RtmpUrl("ada"));
        await using var viewer = new Viewer(_nginx.RtmpUrl("ada"));

        await AssertLiveAsync(viewer);
    }

    [Fact]
    public async Task Hls_LiveTransportStreams_GoOn()
    {
        await using var packager = _camera.Send("-f", "hls", "-hls_time", "1", "-hls_list_size", "4", "-hls_flags", "delete_segments+temp_file", _nginx.PathOf("live.m3u8"));
        await using var viewer = new Viewer(_nginx.Url("live.m3u8"));

        await AssertLiveAsync(viewer);
    }

    [Fact]
    public async Task Hls_LiveFragmentedMp4_GoesOn()
    {
        await using var packager = _camera.Send(
            "-f", "hls", "-hls_time", "1", "-hls_list_size", "4", "-hls_segment_type", "fmp4", "-hls_flags", "delete_segments+temp_file", _nginx.PathOf("live.m3u8"));
        await using var viewer = new Viewer(_nginx.Url("live.m3u8"));

        await AssertLiveAsync(viewer);
    }

    [Fact]
    public async Task Http_LiveTransportStream_GoesOn()
    {
        var (server, port) = await Ports.StartAsync("ffmpeg", port => _camera.Arguments("-f", "mpegts", "-listen", "1", Url(port)), isProbed: false);
        await using var _ = server;
        await using var viewer = new Viewer(Url(port));

        await AssertLiveAsync(viewer);

        static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/live.ts");
    }

    [Theory]
    [InlineData("clip.mp4", "-movflags", "+faststart")]
    [InlineData("clip.mp4", "-f", "mp4")]
    [InlineData("clip.mp4", "-movflags", "frag_keyframe+empty_moov")]
    [InlineData("clip.ts", "-f", "mpegts")]
    public async Task Http_Recording_PlaysAtItsPace_ThenHasNoVideo(string name, string option, string value)
    {
        await _camera.RecordAsync(4, _nginx.PathOf(name), option, value);
        await using var viewer = new Viewer(_nginx.Url(name));

        await AssertRecordingAsync(viewer);
    }

    [Fact]
    public async Task Hls_Recording_PlaysFromItsBeginning_ThenHasNoVideo()
    {
        await _camera.RecordAsync(4, _nginx.PathOf("clip.m3u8"), "-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod");
        await using var viewer = new Viewer(_nginx.Url("clip.m3u8"));

        await AssertRecordingAsync(viewer);
    }

    [Theory]
    [InlineData("clip.mp4")]
    [InlineData("clip.ts")]
    public async Task File_PlaysAtItsPace_ThenHasNoVideo(string name)
    {
        await _camera.RecordAsync(4, _nginx.PathOf(name));
        await using var viewer = new Viewer($"file://{_nginx.PathOf(name)}", _nginx.Folder);

        await AssertRecordingAsync(viewer);
    }

    private async Task AssertLiveAsync(Viewer viewer)
    {
        var first = await viewer.SeeAsync();
        var second = await viewer.SeeAsync();
        var third = await viewer.SeeAsync();

        Assert.All([first, second, third], facts => Assert.Equal(_camera.Colour, facts.Colour));
        Assert.True(first.Frame < second.Frame && second.Frame < third.Frame, $"{first.Frame}, {second.Frame}, {third.Frame}");
    }

    private async Task AssertRecordingAsync(Viewer viewer)
    {
        var first = await viewer.SeeAsync();
        var second = await viewer.SeeAsync();
        Assert.All([first, second], facts => Assert.Equal(_camera.Colour, facts.Colour));
        Assert.True(first.Frame < second.Frame, $"{first.Frame}, {second.Frame}");

        var ended = await viewer.UntilAsync(TickOutcome.NoVideo);

        Assert.Contains("played to its end", ended.Detail, StringComparison.Ordinal);
    }
}
