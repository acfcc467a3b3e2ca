using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture.Workers;

internal static class WorkerKinds
{
    private static readonly string[] LibVlcSchemes = ["rtmp", "rtmps", "http", "https", "file", "srt", "udp", "rtp"];

    /// <summary>The kind of worker that plays a source; by its scheme, since nothing else is known before it is played.</summary>
    public static WorkerKind KindOf(this TrackSource source)
    {
        var end = source.Url.IndexOf(':', StringComparison.Ordinal);
        return end > 0 && LibVlcSchemes.Contains(source.Url[..end], StringComparer.OrdinalIgnoreCase) ? WorkerKind.LibVlc : WorkerKind.Native;
    }

    /// <summary>In metrics and logs.</summary>
    public static string Name(this WorkerKind kind) => kind == WorkerKind.LibVlc ? "libvlc" : "native";
}
