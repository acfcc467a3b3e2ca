using System.Globalization;
using OrleansFrames.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>A camera whose pictures tell whose they are and when they were drawn; ffmpeg carries its video, as it is, into other containers and protocols.</summary>
internal sealed class BurnedCamera : IAsyncDisposable
{
    private readonly CameraServer _server;
    private readonly Camera _camera;

    private BurnedCamera(CameraServer server, Camera camera) => (_server, _camera) = (server, camera);

    public ParticipantColour Colour => _camera.Colour;

    public static async Task<BurnedCamera> StartAsync(int width = 320, int height = 180, double keySeconds = 0.5)
    {
        var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        var options = new CameraOptions("Ada", width, height, KeyFrameSeconds: keySeconds, Colour: ParticipantColour.Teal);
        return new BurnedCamera(server, await server.AddAsync(options, CancellationToken.None).WaitAsync(Patience.Limit));
    }

    /// <summary>A recording of so many seconds.</summary>
    public Task RecordAsync(double seconds, string path, params string[] options) =>
        RunAsync(["-t", seconds.ToString(CultureInfo.InvariantCulture), .. options, path]);

    /// <summary>Sends the video on until disposed of.</summary>
    public ServerProcess Send(params string[] output) => ServerProcess.Start("ffmpeg", Arguments(output));

    /// <summary>The arguments of an ffmpeg that reads the camera and copies its video.</summary>
    public string[] Arguments(params string[] output) =>
        ["-nostdin", "-v", "error", "-y", "-rtsp_transport", "tcp", "-i", _camera.Url.ToString(), "-c", "copy", .. output];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task RunAsync(string[] output)
    {
        await using var recorder = Send(output);
        await recorder.WaitForExitAsync();
        Assert.True(recorder.Errors.Length == 0, recorder.Errors);
    }
}
