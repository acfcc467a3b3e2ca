using System.Globalization;
using OrleansFrames.Cameras;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>A camera, a recording of it and an nginx, for all tests of a class.</summary>
public sealed class MediaServers : IAsyncLifetime
{
    // Longer than any machine takes for a few pictures of it.
    private const int Seconds = 20;

    private Task? _recording;

    internal BurnedCamera Camera { get; private set; } = null!;

    internal Nginx Nginx { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Camera = await BurnedCamera.StartAsync();
        Nginx = await Nginx.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Nginx.DisposeAsync();
        await Camera.DisposeAsync();
    }

    /// <summary>Puts twenty seconds of the camera where nginx serves them, in any container.</summary>
    internal async Task RecordAsync(string name, params string[] options)
    {
        var recorded = Nginx.PathOf("recorded.mkv");
        await (_recording ??= Camera.RecordAsync(Seconds, recorded));
        await using var muxer = ServerProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-y", "-i", recorded, "-c", "copy", .. options, Nginx.PathOf(name)]);
        await muxer.WaitForExitAsync();
        Assert.True(muxer.Errors.Length == 0, muxer.Errors);
    }

    /// <summary>Three pictures of the camera, each drawn later than the one before.</summary>
    internal async Task AssertGoesOnAsync(Viewer viewer)
    {
        // Looked at afterwards: a recording does not wait.
        Picture[] pictures = [await viewer.NextAsync(), await viewer.NextAsync(), await viewer.NextAsync()];
        var facts = new List<StillFacts>();
        foreach (var picture in pictures)
        {
            facts.Add(await StillReader.ReadAsync(picture.Bytes.ToArray(), CancellationToken.None));
        }

        Assert.All(facts, each => Assert.Equal(Camera.Colour, each.Colour));
        Assert.True(facts[0].Frame < facts[1].Frame && facts[1].Frame < facts[2].Frame, string.Join(", ", facts.Select(each => each.Frame)));
    }

    /// <summary>An HTTP server of ffmpeg's that sends the camera's live video once.</summary>
    internal async Task<(ServerProcess Server, string Url)> ServeLiveAsync()
    {
        var (server, port) = await Ports.StartAsync("ffmpeg", port => Camera.Arguments("-f", "mpegts", "-listen", "1", Url(port)), isProbed: false);
        return (server, Url(port));

        static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/live.ts");
    }
}
