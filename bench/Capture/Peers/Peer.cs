using System.Globalization;
using OrleansFrames.Bench.Capture.Cameras;
using OrleansFrames.Bench.Hosts;

namespace OrleansFrames.Bench.Capture.Peers;

/// <summary>Another program on the same cameras: JPEGs of 720p at the same interval, and nothing else: no ledger, no events, no account of ticks.</summary>
/// <param name="Name">Of the row that shows it.</param>
/// <param name="Start">Starts it on cameras, with an empty folder for its pictures.</param>
/// <param name="Count">How many pictures it has made so far.</param>
internal sealed record Peer(string Name, Func<CaptureScene, RtspCameras, string, ChildProcess> Start, Func<ChildProcess, string, int> Count)
{
    private const string Loop = "for ((i = 0; i < $#; i++)); do url=${@:i+1:1}; ";

    /// <summary>Decodes every picture of each camera; one process a camera.</summary>
    public static Peer FfmpegFull { get; } = Shell("ffmpeg_full", "ffmpeg -nostdin -v error -rtsp_transport tcp -i $url -vf fps=1/{0},scale=-2:720 -q:v 3 $i-%d.jpg & ");

    /// <summary>Decodes key frames alone; one process a camera.</summary>
    public static Peer FfmpegKeys { get; } = Shell(
        "ffmpeg_keys", "ffmpeg -nostdin -v error -rtsp_transport tcp -skip_frame nokey -i $url -vf fps=1/{0},scale=-2:720 -q:v 3 $i-%d.jpg & ");

    /// <summary>The pipeline of LiveKit's egress, which decodes every picture; one process a camera.</summary>
    public static Peer GStreamer { get; } = Shell(
        "gstreamer",
        "gst-launch-1.0 -q rtspsrc location=$url protocols=tcp ! decodebin ! videorate ! video/x-raw,framerate=1/{0} ! videoscale ! video/x-raw,height=720 "
        + "! videoconvert ! jpegenc ! multifilesink location=$i-%d.jpg & ");

    /// <summary>A thread for each camera on libavformat; its pictures go nowhere.</summary>
    public static Peer Threads { get; } = new("libavformat_threads", (scene, cameras, _) => StartFloor("threads", scene, cameras), Printed);

    /// <summary>One thread that takes RTSP in and makes stills of key frames; its pictures go nowhere.</summary>
    public static Peer Floor { get; } = new("floor", (scene, cameras, _) => StartFloor("still", scene, cameras), Printed);

    private static Peer Shell(string name, string command) => new(
        name,
        (scene, cameras, folder) => ChildProcess.Start(
            "bash",
            [
                "-c", $"cd {folder}; {Loop}{string.Format(CultureInfo.InvariantCulture, command, scene.Interval)} done; wait", name,
                .. Enumerable.Range(0, scene.Tracks).Select(cameras.UrlOf),
            ]),
        (_, folder) => Directory.EnumerateFiles(folder, "*.jpg").Count());

    private static ChildProcess StartFloor(string mode, CaptureScene scene, RtspCameras cameras)
        => ChildProcess.Start(NativePrograms.Floor, [mode, $"{scene.Tracks}", $"{scene.Interval}", cameras.UrlOfAll]);

    private static int Printed(ChildProcess process, string folder) => int.TryParse(process.LastLine, CultureInfo.InvariantCulture, out var stills) ? stills : 0;
}
