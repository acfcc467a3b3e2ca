using OrleansFrames.Bench.Hosts;

namespace OrleansFrames.Bench.Capture.Cameras;

/// <summary>Any number of RTSP cameras that show the same clip, each shifted a little: <c>Native/cameras.cpp</c>.</summary>
internal sealed class RtspCameras : ICameras
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly int _port;
    private readonly string _clip;

    private RtspCameras(ChildProcess process, int port, string clip) => (_process, _port, _clip) = (process, port, clip);

    /// <summary>With <c>{p}</c> where the floor's program puts the shift of each camera.</summary>
    public string UrlOfAll => Url("{p}");

    public static async Task<RtspCameras> StartAsync(CaptureScene scene, CancellationToken cancellationToken)
    {
        var clip = await Clips.MakeAsync(scene, cancellationToken);
        var port = Ports.Free();
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(NativePrograms.Cameras, [$"{port}", clip], heard: _ => ready.TrySetResult());
        try
        {
            await ready.Task.WaitAsync(StartPatience, TimeProvider.System, cancellationToken);
            return new(process, port, scene.Clip);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public object Track(int number) => new { track_type = "TRACK_TYPE_VIDEO", url = UrlOf(number) };

    /// <param name="number">Of the camera; key frames of different ones come at different times.</param>
    public string UrlOf(int number) => Url($"{number * 137 % 2000}");

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private string Url(string shift) => $"rtsp://127.0.0.1:{_port}/{_clip}/{shift}";
}
