namespace OrleansFrames.CaptureWorker.Sources.Codecs.H264;

/// <summary>Sequence and picture parameter sets of H.264.</summary>
internal sealed class H264ParameterSets : ParameterSets
{
    protected override (int Type, uint Id)? Identify(ReadOnlySpan<byte> nal)
    {
        // A sequence set's id stands behind header, profile, constraints and level; a picture set's behind the header.
        var type = nal.IsEmpty ? 0 : NalUnit.Type(nal[0]);
        var idAt = type == NalUnit.SequenceParameters ? 4 : 1;
        if (nal.Length <= idAt)
        {
            return null;
        }

        var bits = new BitReader(nal[idAt..]);
        var id = bits.Unsigned();
        return bits.Exhausted ? null : (type, id);
    }

    protected override bool IsSequence(int type) => type == NalUnit.SequenceParameters;

    protected override VideoFormat? Parse(ReadOnlySpan<byte> nal) => SequenceParameterSet.Parse(nal);
}
