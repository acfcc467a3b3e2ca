using OrleansFrames.Bench.Hosts;

namespace OrleansFrames.Bench.Capture;

/// <summary>
/// What the cameras show: 720p at 30 pictures a second, H.264 High of 2 Mbit/s without B-frames, moving and noisy, with key frames at fixed
/// distances. Made once; long enough that no camera shows a picture twice in a run.
/// </summary>
internal static class Clips
{
    private const int Seconds = 150;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "clips");

    /// <returns>The clip's file.</returns>
    public static async Task<string> MakeAsync(CaptureScene scene, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Folder, $"{scene.Clip}.mp4");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Folder);
            Console.WriteLine($"the clip {scene.Clip} is made, once");
            await using var ffmpeg = ChildProcess.Start("ffmpeg", Arguments(scene.KeyFrames, file + ".part"));
            if (await ffmpeg.WaitAsync(cancellationToken) != 0)
            {
                throw new InvalidOperationException($"ffmpeg made no clip: {ffmpeg.Output}");
            }

            File.Move(file + ".part", file);
        }

        return file;
    }

    private static IReadOnlyList<string> Arguments(int keyFrames, string file) =>
    [
        "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30,noise=alls=6:allf=t", "-t", $"{Seconds}", "-pix_fmt", "yuv420p",
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-b:v", "2M", "-g", $"{keyFrames * 30}", "-sc_threshold", "0", "-bf", "0",
        "-movflags", "+faststart", "-f", "mp4", file,
    ];
}
