using System.Buffers;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Codecs.H264;

/// <summary>Passes whole access units, as a demultiplexer gives them, on to a sink: parameter sets before every key frame, nothing before the first.</summary>
internal sealed class AccessUnitReader(IMediaSink sink)
{
    // NAL unit types of H.265: their header has the type in other bits.
    private const byte VideoParametersOfH265 = 0x40;
    private const byte Forbidden = 0x80;

    private readonly H264ParameterSets _sets = new();
    private readonly ArrayBufferWriter<byte> _unit = new(16 * 1024);
    private bool _hasKey;
    private bool _isKey;
    private bool _isReference;
    private bool _hasSlice;

    /// <summary>What came is no H.264: why nothing will be decoded.</summary>
    public SourceFault? Foreign { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes, Moment arrival)
    {
        (_isKey, _isReference, _hasSlice) = (false, false, false);
        _unit.ResetWrittenCount();
        if (!AnnexBReader.IsStart(bytes))
        {
            Foreign = _sets.Format is null ? NoH264("not H.264") : null;
            return;
        }

        var reader = new AnnexBReader(bytes);
        while (reader.TryRead(out var nal))
        {
            Add(nal);
        }

        if (_hasSlice)
        {
            Pass(arrival);
        }
    }

    private void Add(ReadOnlySpan<byte> nal)
    {
        var type = NalUnit.Type(nal[0]);
        if (type is NalUnit.SequenceParameters or NalUnit.PictureParameters)
        {
            if (_sets.Add(nal) && _hasKey && !_isKey)
            {
                Write(nal);
            }
        }
        else if (_sets.Format is null)
        {
            Foreign ??= nal[0] == VideoParametersOfH265 ? NoH264("H.265") : (nal[0] & Forbidden) != 0 ? NoH264("not H.264") : null;
        }
        else if (NalUnit.IsSlice(type))
        {
            AddSlice(nal, type);
        }
    }

    private void AddSlice(ReadOnlySpan<byte> nal, int type)
    {
        if (type == NalUnit.KeySlice && !_isKey)
        {
            _isKey = true;
            _unit.ResetWrittenCount();
            _sets.WriteTo(_unit);
        }

        _hasSlice = true;
        _isReference |= NalUnit.IsReference(nal[0]);
        Write(nal);
    }

    private void Pass(Moment arrival)
    {
        _hasKey |= _isKey;
        if (!_hasKey || _sets.Format is not { } format)
        {
            sink.AddUndecodable(arrival);
            return;
        }

        sink.Add(new AccessUnit
        {
            Bytes = _unit.WrittenSpan,
            IsKey = _isKey,
            IsReference = _isReference,
            Arrival = arrival,
            Format = format,
        });
    }

    private void Write(ReadOnlySpan<byte> nal)
    {
        _unit.Write(ParameterSets.StartCode);
        _unit.Write(nal);
    }

    private static SourceFault NoH264(string what) =>
        SourceFault.Failed(FailureReason.Unsupported, $"the source's video is {what}; only H.264 is supported");
}
