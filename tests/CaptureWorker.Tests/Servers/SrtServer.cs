using System.Globalization;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>ffmpeg as an SRT server that sends a camera's video to one caller.</summary>
internal sealed class SrtServer : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private SrtServer(ServerProcess process, int port) =>
        (_process, Url) = (process, string.Create(CultureInfo.InvariantCulture, $"srt://127.0.0.1:{port}"));

    public string Url { get; }

    public static async Task<SrtServer> StartAsync(BurnedCamera camera, string options, params string[] encoding)
    {
        while (true)
        {
            var port = Ports.FreeUdp();
            var process = camera.Send([.. encoding, "-f", "mpegts", string.Create(CultureInfo.InvariantCulture, $"srt://127.0.0.1:{port}?mode=listener&{options}")]);
            await Patience.UntilAsync($"ffmpeg on UDP port {port}", () => Task.FromResult(process.HasExited || Ports.IsBound(port)));
            if (!process.HasExited)
            {
                return new SrtServer(process, port);
            }

            // Only a port that another process took first is worth another attempt.
            Assert.Contains("in use", process.Errors, StringComparison.OrdinalIgnoreCase);
            await process.DisposeAsync();
        }
    }

    public Task PauseAsync() => _process.PauseAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
