using System.Buffers;

namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>
/// The parameter sets a stream needs, out of the session description and out of the stream itself, newest of each id. They are put
/// before every key frame, so that it can be decoded alone.
/// </summary>
internal abstract class ParameterSets
{
    // 32 sequence and 256 picture sets are all that H.264 numbers; H.265 has less, and 16 video sets.
    private const int MaxSets = 288;

    private readonly SortedDictionary<(int Type, uint Id), byte[]> _sets = [];
    private readonly Dictionary<uint, VideoFormat> _formats = [];

    /// <summary>What the largest sequence parameter set says; null before the first.</summary>
    public VideoFormat? Format { get; private set; }

    public static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    /// <summary>Keeps a set; true when it says something new.</summary>
    public bool Add(ReadOnlySpan<byte> nal)
    {
        if (Identify(nal) is not { } key || (_sets.TryGetValue(key, out var known) && nal.SequenceEqual(known)) || (_sets.Count >= MaxSets && known is null))
        {
            return false;
        }

        if (IsSequence(key.Type))
        {
            if (Parse(nal) is not { } format)
            {
                return false;
            }

            _formats[key.Id] = format;
            Format = _formats.Values.MaxBy(each => (long)each.CodedWidth * each.CodedHeight);
        }

        _sets[key] = nal.ToArray();
        return true;
    }

    /// <summary>Writes all sets behind start codes, in the order of their types.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        foreach (var set in _sets.Values)
        {
            output.Write(StartCode);
            output.Write(set);
        }
    }

    /// <summary>Type and id of a set, or null when it cannot be read.</summary>
    protected abstract (int Type, uint Id)? Identify(ReadOnlySpan<byte> nal);

    protected abstract bool IsSequence(int type);

    /// <summary>What a sequence set says, or null when it cannot be read.</summary>
    protected abstract VideoFormat? Parse(ReadOnlySpan<byte> nal);
}
