namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>
/// Where the fields stand that are read and written in FFmpeg's structs, in bytes, on 64-bit systems. FFmpeg promises a struct's layout
/// within a major version only; these fields, at the beginning of both structs, stand at the same place in all <see cref="Releases"/>
/// (packet.h and frame.h of FFmpeg 5.1, 6.1 and 7.1). AVCodecContext is touched through options only.
/// </summary>
internal static class AvLayout
{
    public const int PacketPts = 8;
    public const int PacketData = 24;
    public const int PacketSize = 32;
    public const int FrameData = 0;
    public const int FrameLineSize = 64;
    public const int FrameWidth = 104;
    public const int FrameHeight = 108;
    public const int FrameFormat = 116;
    public const int FramePts = 136;

    /// <summary>The releases the layout holds for, newest first.</summary>
    public static readonly IReadOnlyList<Release> Releases =
    [
        new(61, 59, 8, "Debian 13"),
        new(60, 58, 7, "Ubuntu 24.04"),
        new(59, 57, 6, "Debian 12"),
    ];

    /// <summary>Major versions that belong together.</summary>
    internal sealed record Release(int Codec, int Util, int Scale, string System);
}
