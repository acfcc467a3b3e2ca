using OrleansFrames.CaptureWorker.Sources.Codecs.H264;
using OrleansFrames.CaptureWorker.Sources.Codecs.H265;

namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>What the NAL units of a codec are, told by their headers. Their types differ so much that a parameter set of one is none of the other.</summary>
/// <param name="Sets">Those that came so far.</param>
/// <param name="HeaderLength">Bytes.</param>
/// <param name="IsParameterSet">Of this codec.</param>
/// <param name="IsSlice">Part of a picture.</param>
/// <param name="IsKey">Of a slice: decoding can begin with its picture.</param>
/// <param name="IsReference">Of a slice: later pictures may refer to its picture.</param>
/// <param name="IsSkipped">Of a slice: its picture cannot be decoded when decoding began with the key frame before it.</param>
/// <param name="IsMessage">Supplemental enhancement information, before its picture.</param>
internal sealed record NalSyntax(
    ParameterSets Sets,
    int HeaderLength,
    Func<byte, bool> IsParameterSet,
    Func<byte, bool> IsSlice,
    Func<byte, bool> IsKey,
    Func<byte, bool> IsReference,
    Func<byte, bool> IsSkipped,
    Func<byte, bool> IsMessage)
{
    public static NalSyntax OfH264() => new(
        new H264ParameterSets(),
        1,
        header => NalUnit.Type(header) is NalUnit.SequenceParameters or NalUnit.PictureParameters,
        header => NalUnit.IsSlice(NalUnit.Type(header)),
        header => NalUnit.Type(header) == NalUnit.KeySlice,
        NalUnit.IsReference,
        _ => false,
        header => NalUnit.Type(header) == NalUnit.Message);

    // Which pictures of H.265 nothing refers to is not told by the type alone.
    public static NalSyntax OfH265() => new(
        new H265ParameterSets(),
        H265NalUnit.HeaderLength,
        header => H265NalUnit.IsParameterSet(H265NalUnit.Type(header)),
        header => H265NalUnit.IsSlice(H265NalUnit.Type(header)),
        header => H265NalUnit.IsKey(H265NalUnit.Type(header)),
        _ => true,
        header => H265NalUnit.IsSkippedLeading(H265NalUnit.Type(header)),
        header => H265NalUnit.Type(header) == H265NalUnit.Message);
}
