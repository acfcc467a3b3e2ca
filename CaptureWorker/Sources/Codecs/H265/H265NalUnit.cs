namespace OrleansFrames.CaptureWorker.Sources.Codecs.H265;

/// <summary>NAL unit types (ITU-T H.265, table 7-1) and the RTP payload's own (RFC 7798, 4.4).</summary>
internal static class H265NalUnit
{
    public const int HeaderLength = 2;
    public const int VideoParameters = 32;
    public const int SequenceParameters = 33;
    public const int PictureParameters = 34;
    public const int Message = 39;
    public const int Aggregate = 48;
    public const int Fragment = 49;

    private const int FirstKey = 16;
    private const int LastKey = 21;
    private const int LastSlice = 31;

    public static int Type(byte first) => (first >> 1) & 0x3f;

    /// <summary>The temporal layer; none refers to those above it.</summary>
    public static int Layer(byte second) => (second & 7) - 1;

    public static bool IsSlice(int type) => type <= LastSlice;

    /// <summary>Pictures that decoding can begin with: BLA, IDR, CRA.</summary>
    public static bool IsKey(int type) => type is >= FirstKey and <= LastKey;

    /// <summary>RASL: shown before the key frame that they follow, and made of pictures from before it.</summary>
    public static bool IsSkippedLeading(int type) => type is 8 or 9;

    public static bool IsParameterSet(int type) => type is VideoParameters or SequenceParameters or PictureParameters;
}
