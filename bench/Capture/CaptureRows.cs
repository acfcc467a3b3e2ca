using OrleansFrames.Bench.Capture.Peers;
using OrleansFrames.Bench.Hosts;

namespace OrleansFrames.Bench.Capture;

/// <summary>What is measured, and what it must show.</summary>
internal static class CaptureRows
{
    public const string Growth = "growth";
    public const string Cadence = "cadence";
    public const string Clock = "clock";
    public const string MemoryRtsp = "memory_rtsp";
    public const string MemoryLibVlc = "memory_libvlc";

    private static readonly CaptureScene FewRtmp = new(Protocol.Rtmp, 64);
    private static readonly CaptureScene ManyRtmp = new(Protocol.Rtmp, 200);

    public static CaptureScene Few { get; } = new(Protocol.Rtsp, 64);

    public static CaptureScene Many { get; } = new(Protocol.Rtsp, 200);

    /// <summary>Whose ticks must start in time.</summary>
    public static CaptureScene InTime { get; } = new(Protocol.Rtsp, 100);

    /// <summary>Whose pictures show when they were made.</summary>
    public static CaptureScene Drawn { get; } = new(Protocol.Rtsp, 10) { Quality = "360p" };

    public static IReadOnlyList<CaptureRow> Costs { get; } =
    [
        new("rtsp", Few, Peer.Floor) { Limit = 0.23, Aim = 0.20, Reference = 0.143 },
        new("rtsp", Many, Peer.Floor) { Limit = 0.23, Aim = 0.20, Reference = 0.131 },
        new("rtmp", FewRtmp, Peer.Floor) { Limit = 0.50, Aim = 0.42, Reference = 0.143 },
        new("rtp", new(Protocol.Rtp, 64, KeyFrames: 4), Peer.Floor) { Limit = 0.30, Reference = 0.143 },
        new("gop10", new(Protocol.Rtsp, 8, KeyFrames: 10), Peer.FfmpegFull) { Times = 1 },
        new("interval60", new(Protocol.Rtsp, 200, Interval: 60), Peer.Floor) { Times = 2 },
    ];

    /// <summary>How much more memory each further track takes: the scenes that are compared, and megabytes a track at most.</summary>
    public static IReadOnlyList<(string Name, CaptureScene Few, CaptureScene Many, double Limit)> Memory { get; } =
    [
        (MemoryRtsp, Few, Many, 3),
        (MemoryLibVlc, FewRtmp, ManyRtmp, 15),
    ];

    /// <summary>Other programs: on how many tracks, and how many times our cost of n = 64 they must take at least.</summary>
    public static IReadOnlyList<(Peer Peer, int Tracks, double? Times)> Peers { get; } =
    [
        (Peer.FfmpegFull, 8, null),
        (Peer.FfmpegKeys, 8, null),
        (Peer.FfmpegKeys, 64, 2),
        (Peer.GStreamer, 8, 15),
        (Peer.Threads, 64, null),
    ];

    public static BenchOffer Offer { get; } = new(
        [.. Costs.Select(row => row.Name).Distinct(), Growth, Cadence, Clock, .. Memory.Select(row => row.Name), .. Peers.Select(row => row.Peer.Name).Distinct()],
        new Dictionary<string, string>(SiloDatabase.Options) { ["--warm-up"] = "60", ["--seconds"] = "60", ["--runs"] = "3" });
}
