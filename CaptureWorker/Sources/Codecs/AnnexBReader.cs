namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>Walks through the NAL units of a byte stream (ITU-T H.264, annex B).</summary>
internal ref struct AnnexBReader
{
    private readonly ReadOnlySpan<byte> _stream;
    private int _next;

    public AnnexBReader(ReadOnlySpan<byte> stream)
    {
        _stream = stream;
        _next = AfterStartCode(0);
    }

    /// <summary>The next NAL unit, with its header byte and without its start code; false at the end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> nal)
    {
        while (_next < _stream.Length)
        {
            var start = _next;
            _next = AfterStartCode(start);

            // What a unit's start code leaves before it are zeros, which no unit ends with.
            nal = _stream[start..(_next < 0 ? _stream.Length : _next - 3)].TrimEnd((byte)0);
            _next = _next < 0 ? _stream.Length : _next;
            if (!nal.IsEmpty)
            {
                return true;
            }
        }

        nal = default;
        return false;
    }

    /// <summary>Whether a byte stream begins here.</summary>
    public static bool IsStart(ReadOnlySpan<byte> stream) => stream.TrimStart((byte)0) is [1, ..] rest && stream.Length - rest.Length >= 2;

    private readonly int AfterStartCode(int from)
    {
        var at = _stream[from..].IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
        return at < 0 ? (from == 0 ? int.MaxValue : -1) : from + at + 3;
    }
}
