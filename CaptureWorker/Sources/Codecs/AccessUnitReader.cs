using System.Buffers;
using OrleansFrames.CaptureWorker.Sources.Codecs.Vpx;

namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>
/// Passes whole access units, as a demultiplexer gives them, on to a sink: parameter sets before every key frame, nothing before the first.
/// The codec is told by the pictures themselves.
/// </summary>
internal sealed class AccessUnitReader(IMediaSink sink)
{
    private const byte Forbidden = 0x80;

    private readonly ArrayBufferWriter<byte> _unit = new(16 * 1024);
    private NalSyntax[] _syntaxes = [NalSyntax.OfH264(), NalSyntax.OfH265()];
    private VideoFormat? _whole;
    private bool _hasKey;
    private bool _isKey;
    private bool _isReference;
    private bool _isSkipped;
    private bool _hasSlice;
    private int _rotation;

    /// <summary>What came is of none of the codecs: why nothing will be decoded.</summary>
    public SourceFault? Foreign { get; private set; }

    private VideoFormat? Format => _whole ?? (_syntaxes is [var only] ? only.Sets.Format : null);

    public void Add(ReadOnlySpan<byte> bytes, Moment arrival)
    {
        if (AnnexBReader.IsStart(bytes) && _whole is null)
        {
            AddUnits(bytes, arrival);
        }
        else
        {
            AddWhole(bytes, arrival);
        }
    }

    private void AddUnits(ReadOnlySpan<byte> bytes, Moment arrival)
    {
        (_isKey, _isReference, _isSkipped, _hasSlice, _rotation) = (false, false, false, false, 0);
        _unit.ResetWrittenCount();
        var reader = new AnnexBReader(bytes);
        while (Foreign is null && reader.TryRead(out var nal))
        {
            if ((nal[0] & Forbidden) == 0)
            {
                Add(nal);
            }
            else if (Format is null)
            {
                // What follows may look like parameter sets: MPEG-2 numbers its slices through all types.
                Foreign = ForeignVideo.Fault(bytes);
            }
        }

        if (_hasSlice && !_isSkipped)
        {
            Pass(_unit.WrittenSpan, arrival);
        }
    }

    private void Add(ReadOnlySpan<byte> nal)
    {
        foreach (var syntax in _syntaxes)
        {
            if (nal.Length > syntax.HeaderLength && syntax.IsParameterSet(nal[0]))
            {
                AddParameters(syntax, nal);
                return;
            }
        }

        if (_syntaxes is [var known] && known.IsSlice(nal[0]))
        {
            AddSlice(known, nal);
        }
        else if (_syntaxes is [var speaking] && speaking.IsMessage(nal[0]) && nal.Length > speaking.HeaderLength)
        {
            _rotation = DisplayOrientation.Find(nal[speaking.HeaderLength..]) ?? _rotation;
        }
    }

    private void AddParameters(NalSyntax syntax, ReadOnlySpan<byte> nal)
    {
        if (!syntax.Sets.Add(nal))
        {
            return;
        }

        if (syntax.Sets.Format is not null)
        {
            _syntaxes = [syntax];
        }

        if (_hasKey && !_isKey)
        {
            Write(nal);
        }
    }

    private void AddSlice(NalSyntax syntax, ReadOnlySpan<byte> nal)
    {
        if (syntax.IsKey(nal[0]) && !_isKey)
        {
            _isKey = true;
            _unit.ResetWrittenCount();
            syntax.Sets.WriteTo(_unit);
        }

        _hasSlice = true;
        _isReference |= syntax.IsReference(nal[0]);
        _isSkipped |= syntax.IsSkipped(nal[0]);
        Write(nal);
    }

    /// <summary>A frame of VP8 or VP9; only key frames tell which.</summary>
    private void AddWhole(ReadOnlySpan<byte> frame, Moment arrival)
    {
        var format = frame.IsEmpty || _syntaxes.Length == 1 ? null : Vp9Frame.Format(frame) ?? Vp8Frame.Format(frame);
        if (format is null && Format is null)
        {
            Foreign ??= ForeignVideo.Fault(frame);
        }

        if (_whole is null && format is null)
        {
            return;
        }

        (_isKey, _isReference, _whole) = (format is not null, true, format ?? _whole);
        Pass(frame, arrival);
    }

    private void Pass(ReadOnlySpan<byte> unit, Moment arrival)
    {
        _hasKey |= _isKey;
        if (!_hasKey || Format is not { } format)
        {
            sink.AddUndecodable(arrival);
            return;
        }

        sink.Add(new AccessUnit
        {
            Bytes = unit,
            IsKey = _isKey,
            IsReference = _isReference,
            Arrival = arrival,
            Format = _rotation == 0 ? format : format with { Rotation = _rotation },
        });
    }

    private void Write(ReadOnlySpan<byte> nal)
    {
        _unit.Write(ParameterSets.StartCode);
        _unit.Write(nal);
    }
}
