namespace OrleansFrames.CaptureWorker.Sources.Codecs.H265;

/// <summary>Video, sequence and picture parameter sets of H.265.</summary>
internal sealed class H265ParameterSets : ParameterSets
{
    protected override (int Type, uint Id)? Identify(ReadOnlySpan<byte> nal)
    {
        if (nal.Length <= H265NalUnit.HeaderLength)
        {
            return null;
        }

        var type = H265NalUnit.Type(nal[0]);
        if (type == H265NalUnit.SequenceParameters)
        {
            return H265SequenceParameterSet.Identify(nal) is { } id ? (type, id) : null;
        }

        var bits = new BitReader(nal[H265NalUnit.HeaderLength..]);
        return (type, type == H265NalUnit.VideoParameters ? bits.Bits(4) : bits.Unsigned());
    }

    protected override bool IsSequence(int type) => type == H265NalUnit.SequenceParameters;

    protected override VideoFormat? Parse(ReadOnlySpan<byte> nal) => H265SequenceParameterSet.Parse(nal);
}
