using System.Globalization;
using System.Text;

namespace OrleansFrames.Cameras.Tests.Rtsp;

public sealed class ProtocolTests : IAsyncLifetime
{
    private CameraServer _server = null!;

    public async Task InitializeAsync() => _server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(CameraAuth.Basic)]
    [InlineData(CameraAuth.Digest)]
    public async Task Only_the_right_user_and_password_see_the_video(CameraAuth auth)
    {
        var camera = await _server.AddAsync(new("Ada", 320, 180, Auth: auth, User: "viewer", Password: "pass/w@rd 1"), CancellationToken.None);

        var right = await Child.ProbeAsync(camera.Url);
        var wrong = await Child.ProbeAsync(new UriBuilder(camera.Url) { Password = "other" }.Uri);
        var none = await Child.ProbeAsync(new UriBuilder(camera.Url) { UserName = "", Password = "" }.Uri);

        Assert.Equal("", right.Error);
        Assert.StartsWith("K", Encoding.ASCII.GetString(right.Output), StringComparison.Ordinal);
        Assert.Contains("401", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("401", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_frames_come_as_asked_and_every_frame_decodes()
    {
        var camera = await _server.AddAsync(new("Ada", 640, 360, FramesPerSecond: 20, KeyFrameSeconds: 0.5), CancellationToken.None);

        var probe = await Child.RunAsync("ffprobe", [
            "-v", "error", "-err_detect", "explode", "-rtsp_transport", "tcp", "-analyzeduration", "0", "-fpsprobesize", "0", "-read_intervals", "%+#35",
            "-show_entries", "frame=key_frame,pts_time", "-of", "csv=p=0", camera.Url.ToString()]);

        Assert.Equal("", probe.Error);
        var frames = Encoding.ASCII.GetString(probe.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] is '0' or '1').ToList();
        Assert.InRange(frames.Count, 30, 36);
        Assert.StartsWith("1", frames[0], StringComparison.Ordinal);
        var keys = frames.Where(frame => frame[0] == '1' && !frame.Contains("N/A", StringComparison.Ordinal))
            .Select(frame => double.Parse(frame.Split(',')[1], CultureInfo.InvariantCulture))
            .ToList();
        Assert.InRange(keys.Count, 2, 6);

        // Wide, because a busy machine draws late; far from the spacing of any other setting all the same.
        Assert.All(keys.Zip(keys.Skip(1), (one, next) => next - one), spacing => Assert.InRange(spacing, 0.3, 1.2));
    }

    [Fact]
    public async Task Udp_is_refused_by_461()
    {
        var camera = await _server.AddAsync(new("Ada", 320, 180), CancellationToken.None);
        using var client = await PlainClient.ConnectAsync(camera.Url);

        Assert.StartsWith("RTSP/1.0 200", await client.AskAsync("OPTIONS"), StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 200", await client.AskAsync("DESCRIBE"), StringComparison.Ordinal);
        var answer = await client.AskAsync("SETUP", "/track1", "Transport: RTP/AVP;unicast;client_port=50000-50001\r\n");

        Assert.StartsWith("RTSP/1.0 461", answer, StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 455", await client.AskAsync("PLAY"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_begins_with_a_key_frame_keeps_alive_and_leaves()
    {
        var camera = await _server.AddAsync(new("Ada", 320, 180), CancellationToken.None);
        using var client = await PlainClient.PlayAsync(camera.Url);

        Assert.True((await client.AccessUnitAsync()).IsKey);
        Assert.Equal(1, camera.Viewers);
        Assert.StartsWith("RTSP/1.0 200", await client.AskAsync("GET_PARAMETER"), StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 200", await client.AskAsync("TEARDOWN"), StringComparison.Ordinal);
        await client.UntilClosedAsync();
    }

    [Fact]
    public async Task An_unknown_path_is_404()
    {
        var probe = await Child.ProbeAsync(new($"rtsp://127.0.0.1:{_server.Port}/nobody"));

        Assert.Contains("404", probe.Error, StringComparison.Ordinal);
    }
}
