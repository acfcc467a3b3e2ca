using OrleansFrames.Cameras;

namespace OrleansFrames.Bench.Capture.Cameras;

/// <summary>Cameras that draw the time into each picture; small ones, for the pictures are made as they are sent.</summary>
internal sealed class DrawnCameras : ICameras
{
    private readonly CameraServer _server;
    private readonly List<Camera> _cameras = [];

    private DrawnCameras(CameraServer server) => _server = server;

    public static async Task<DrawnCameras> StartAsync(CaptureScene scene, CancellationToken cancellationToken)
    {
        DrawnCameras drawn = new(await CameraServer.StartAsync(0, TimeProvider.System, cancellationToken));
        for (var number = 0; number < scene.Tracks; number++)
        {
            CameraOptions options = new($"Camera {number}", 640, 360, FramesPerSecond: 10, KeyFrameSeconds: scene.KeyFrames);
            drawn._cameras.Add(await drawn._server.AddAsync(options, cancellationToken));
        }

        return drawn;
    }

    public object Track(int number) => new { track_type = "TRACK_TYPE_VIDEO", url = _cameras[number].Url };

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
