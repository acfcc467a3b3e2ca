namespace OrleansFrames.CaptureWorker.Sources.Codecs.H264;

/// <summary>NAL unit types (ITU-T H.264, table 7-1) and the RTP payload's own (RFC 6184, table 1).</summary>
internal static class NalUnit
{
    public const int Slice = 1;
    public const int KeySlice = 5;
    public const int Message = 6;
    public const int SequenceParameters = 7;
    public const int PictureParameters = 8;
    public const int StapA = 24;
    public const int FuA = 28;

    public static int Type(byte header) => header & 0x1f;

    public static bool IsReference(byte header) => (header & 0x60) != 0;

    public static bool IsSlice(int type) => type is >= Slice and <= KeySlice;
}
