using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>Names video of other codecs by how its first picture begins.</summary>
internal static class ForeignVideo
{
    /// <summary>Why nothing will be decoded.</summary>
    public static SourceFault Fault(ReadOnlySpan<byte> picture) => SourceFault.Failed(
        FailureReason.Unsupported, $"the source's video is {Name(picture)}; only H.264, H.265, VP8 and VP9 are supported");

    private static string Name(ReadOnlySpan<byte> picture) => picture switch
    {
        [0, 0, 1, 0xb3, ..] or [0, 0, 0, 1, 0xb3, ..] => "MPEG-2",
        [0, 0, 1, 0xb0 or 0xb6, ..] or [0, 0, 1, >= 0x20 and <= 0x2f, ..] => "MPEG-4 part 2",
        [0x12, 0, ..] or [0x0a, ..] => "AV1",
        [0xff, 0xd8, 0xff, ..] => "Motion JPEG",
        _ => "of an unknown codec",
    };
}
