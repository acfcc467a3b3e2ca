using System.Buffers;
using System.Buffers.Binary;
using OrleansFrames.CaptureWorker.Sources.H264;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>
/// Makes access units of RTP packets (RFC 6184, packetization modes 0 and 1). After a gap in the sequence numbers nothing is passed on
/// until the next key frame: pictures that refer to a missing one would show garbage.
/// </summary>
internal sealed class H264Depacketizer(IMediaSink sink, int payloadType, ParameterSets sets)
{
    // A key frame of 36 Mpixel stays below; what is larger is no picture.
    private const int MaxAccessUnit = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _unit = new(16 * 1024);
    private bool _started;
    private ushort _sequence;
    private uint _source;
    private uint _timestamp;
    private Moment _arrival;
    private bool _inUnit;
    private bool _inFragment;
    private bool _damaged;
    private bool _needsKey = true;
    private bool _hasSlice;
    private bool _isKey;
    private bool _isReference;

    /// <summary>Takes one packet; what it completes goes to the sink.</summary>
    public void Add(ReadOnlySpan<byte> bytes, Moment arrival)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
        {
            return;
        }

        if (!Follows(packet))
        {
            _damaged |= _inUnit;
            _needsKey = true;
            _inFragment = false;
        }

        if (packet.PayloadType != payloadType)
        {
            return;
        }

        if (_inUnit && packet.Timestamp != _timestamp)
        {
            Complete();
        }

        if (!_inUnit)
        {
            Begin(packet.Timestamp, arrival);
        }

        Unpack(packet.Payload);
        if (packet.Marker)
        {
            Complete();
        }
    }

    private bool Follows(in RtpPacket packet)
    {
        var follows = !_started || (packet.Source == _source && packet.Sequence == (ushort)(_sequence + 1));
        (_started, _source, _sequence) = (true, packet.Source, packet.Sequence);
        return follows;
    }

    private void Begin(uint timestamp, Moment arrival)
    {
        _unit.ResetWrittenCount();
        (_inUnit, _timestamp, _arrival) = (true, timestamp, arrival);
        (_hasSlice, _isKey, _isReference, _inFragment) = (false, false, false, false);
    }

    private void Complete()
    {
        _inUnit = false;
        if (_hasSlice)
        {
            if (_damaged || (_needsKey && !_isKey) || sets.Format is not { } format)
            {
                _needsKey = true;
                sink.AddUndecodable(_arrival);
            }
            else
            {
                _needsKey = false;
                sink.Add(new AccessUnit
                {
                    AnnexB = _unit.WrittenSpan,
                    IsKey = _isKey,
                    IsReference = _isReference,
                    Arrival = _arrival,
                    Format = format,
                });
            }
        }

        _damaged = false;
    }

    private void Unpack(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return;
        }

        switch (NalUnit.Type(payload[0]))
        {
            case NalUnit.StapA:
                UnpackAggregate(payload[1..]);
                break;
            case NalUnit.FuA:
                UnpackFragment(payload);
                break;
            default:
                Append(payload[0], payload[1..]);
                break;
        }
    }

    private void UnpackAggregate(ReadOnlySpan<byte> rest)
    {
        while (rest.Length > 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length == 0 || length > rest.Length - 2)
            {
                _damaged = true;
                return;
            }

            Append(rest[2], rest.Slice(3, length - 1));
            rest = rest[(2 + length)..];
        }
    }

    private void UnpackFragment(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2)
        {
            _damaged = true;
            return;
        }

        var isStart = (payload[1] & 0x80) != 0;
        if (isStart)
        {
            _inFragment = true;
            Append((byte)((payload[0] & 0xe0) | NalUnit.Type(payload[1])), payload[2..]);
        }
        else if (!_inFragment)
        {
            _damaged = true;
            _hasSlice |= NalUnit.IsSlice(NalUnit.Type(payload[1]));
        }
        else if (Wanted(NalUnit.Type(payload[1])))
        {
            Write(payload[2..]);
        }

        _inFragment &= (payload[1] & 0x40) == 0;
    }

    private void Append(byte header, ReadOnlySpan<byte> rest)
    {
        var type = NalUnit.Type(header);
        if (type is NalUnit.SequenceParameters or NalUnit.PictureParameters)
        {
            AddParameters(header, rest);
            return;
        }

        if (!NalUnit.IsSlice(type))
        {
            return;
        }

        if (type == NalUnit.KeySlice && !_isKey)
        {
            _isKey = true;
            _unit.ResetWrittenCount();
            sets.WriteTo(_unit);
        }

        // A picture whose first slice does not start at its first macroblock has lost its beginning in a gap.
        _damaged |= !_hasSlice && (rest.IsEmpty || (rest[0] & 0x80) == 0);
        _hasSlice = true;
        _isReference |= NalUnit.IsReference(header);
        if (Wanted(type))
        {
            _unit.Write(NalUnit.StartCode);
            _unit.Write([header]);
            Write(rest);
        }
    }

    // Not copied: what would be thrown away on completion.
    private bool Wanted(int type) => NalUnit.IsSlice(type) && !_damaged && (!_needsKey || _isKey);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_unit.WrittenCount + bytes.Length > MaxAccessUnit)
        {
            _damaged = true;
            return;
        }

        _unit.Write(bytes);
    }

    private void AddParameters(byte header, ReadOnlySpan<byte> rest)
    {
        Span<byte> nal = stackalloc byte[1024];
        if (rest.Length >= nal.Length)
        {
            return;
        }

        nal[0] = header;
        rest.CopyTo(nal[1..]);
        nal = nal[..(rest.Length + 1)];

        // A set that changes between two key frames counts from its place on; before a key frame all sets are written anyway.
        if (sets.Add(nal) && !_needsKey && !_isKey)
        {
            _unit.Write(NalUnit.StartCode);
            _unit.Write(nal);
        }
    }
}
