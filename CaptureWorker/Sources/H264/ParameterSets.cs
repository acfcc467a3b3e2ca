using System.Buffers;

namespace OrleansFrames.CaptureWorker.Sources.H264;

/// <summary>
/// The parameter sets a stream needs, out of the session description and out of the stream itself, newest of each id. They are put
/// before every key frame, so that it can be decoded alone.
/// </summary>
internal sealed class ParameterSets
{
    // 32 sequence and 256 picture sets are all that the standard numbers.
    private const int MaxSets = 288;

    private readonly SortedDictionary<(int Type, uint Id), byte[]> _sets = [];
    private readonly Dictionary<uint, H264Format> _formats = [];

    /// <summary>What the largest sequence parameter set says; null before the first.</summary>
    public H264Format? Format { get; private set; }

    public bool AreComplete => Format is not null && _sets.Keys.Any(key => key.Type == NalUnit.PictureParameters);

    /// <summary>Keeps a set; true when it says something new.</summary>
    public bool Add(ReadOnlySpan<byte> nal)
    {
        // A sequence set's id stands behind header, profile, constraints and level; a picture set's behind the header.
        var type = nal.IsEmpty ? 0 : NalUnit.Type(nal[0]);
        var idAt = type == NalUnit.SequenceParameters ? 4 : 1;
        if (nal.Length <= idAt)
        {
            return false;
        }

        var bits = new BitReader(nal[idAt..]);
        var key = (type, bits.Unsigned());
        if (bits.Exhausted || (_sets.TryGetValue(key, out var known) && nal.SequenceEqual(known)) || (_sets.Count >= MaxSets && known is null))
        {
            return false;
        }

        if (type == NalUnit.SequenceParameters)
        {
            if (SequenceParameterSet.Parse(nal) is not { } format)
            {
                return false;
            }

            _formats[key.Item2] = format;
            Format = _formats.Values.MaxBy(each => (long)each.CodedWidth * each.CodedHeight);
        }

        _sets[key] = nal.ToArray();
        return true;
    }

    /// <summary>Writes all sets behind start codes, sequence sets first.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        foreach (var set in _sets.Values)
        {
            output.Write(NalUnit.StartCode);
            output.Write(set);
        }
    }
}
