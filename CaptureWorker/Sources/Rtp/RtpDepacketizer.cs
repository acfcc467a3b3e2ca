using System.Buffers;
using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Rtsp;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// Makes access units of RTP packets. After a gap in the sequence numbers nothing is passed on until the next key frame: pictures that
/// refer to a missing one would show garbage.
/// </summary>
internal abstract class RtpDepacketizer(IMediaSink sink, int payloadType)
{
    // A key frame of 16 Mpixel stays below; what is larger is no picture.
    private const int MaxAccessUnit = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _unit = new(16 * 1024);
    private readonly SenderClock _clock = new();
    private bool _started;
    private ushort _sequence;
    private uint _source;
    private uint _timestamp;
    private Moment _arrival;
    private bool _inUnit;

    /// <summary>Pictures so far cannot be decoded without one that is still to come.</summary>
    protected bool NeedsKey { get; private set; } = true;

    /// <summary>What has been unpacked of the present unit.</summary>
    protected IBufferWriter<byte> Unit => _unit;

    /// <summary>Something of the present unit is missing.</summary>
    protected bool IsDamaged { get; set; }

    /// <summary>The present unit holds a picture, or a part of one.</summary>
    protected bool HasPicture { get; set; }

    protected bool IsKey { get; set; }

    /// <summary>Later pictures may refer to the present unit.</summary>
    protected bool IsReference { get; set; }

    /// <summary>The present unit cannot be decoded from the key frame before it, or need not be; and none refers to it that is passed on.</summary>
    protected bool IsSkipped { get; set; }

    /// <summary>By how much the present unit's picture is to be turned: <see cref="VideoFormat.Rotation"/>.</summary>
    protected int Rotation { get; set; }

    /// <summary>Whether what comes is worth copying: it would be thrown away on completion otherwise.</summary>
    protected bool IsWanted => !IsDamaged && !IsSkipped && (!NeedsKey || IsKey);

    /// <summary>What the stream has said of its pictures; null before it did.</summary>
    protected abstract VideoFormat? Format { get; }

    public static RtpDepacketizer For(VideoMedia media, IMediaSink sink) => media.Codec switch
    {
        VideoCodec.H264 => new H264Depacketizer(sink, media.PayloadType, media.ParameterSets),
        VideoCodec.H265 => new H265Depacketizer(sink, media.PayloadType, media.ParameterSets),
        VideoCodec.Vp8 => new Vp8Depacketizer(sink, media.PayloadType),
        VideoCodec.Vp9 => new Vp9Depacketizer(sink, media.PayloadType),
        _ => throw new ArgumentOutOfRangeException(nameof(media), media.Codec, null),
    };

    /// <summary>Takes one packet; what it completes goes to the sink.</summary>
    public void Add(ReadOnlySpan<byte> bytes, Moment arrival)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
        {
            return;
        }

        if (!Follows(packet))
        {
            IsDamaged |= _inUnit;
            NeedsKey = true;
            ForgetFragment();
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
            Start(packet.Timestamp, arrival);
        }

        if (!packet.Payload.IsEmpty)
        {
            Unpack(packet.Payload);
        }

        if (packet.Marker)
        {
            Complete();
        }
    }

    /// <summary>Takes what came beside the packets: the sender's report, if it is in there.</summary>
    public void AddControl(ReadOnlySpan<byte> compound)
    {
        if (RtcpPacket.TryFindSenderReport(compound, _started ? _source : null, out var report))
        {
            _clock.Add(report);
        }
    }

    /// <summary>Takes a packet's payload apart.</summary>
    protected abstract void Unpack(ReadOnlySpan<byte> payload);

    /// <summary>A unit begins.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>All of a unit that goes to the sink has come.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>What is under way across packets has lost its middle.</summary>
    protected virtual void ForgetFragment()
    {
    }

    /// <summary>A key frame begins: what the unit holds so far is not part of it.</summary>
    protected void Restart()
    {
        IsKey = true;
        _unit.ResetWrittenCount();
    }

    protected void Write(ReadOnlySpan<byte> bytes)
    {
        if (_unit.WrittenCount + bytes.Length > MaxAccessUnit)
        {
            IsDamaged = true;
            return;
        }

        _unit.Write(bytes);
    }

    private bool Follows(in RtpPacket packet)
    {
        var follows = !_started || (packet.Source == _source && packet.Sequence == (ushort)(_sequence + 1));
        (_started, _source, _sequence) = (true, packet.Source, packet.Sequence);
        return follows;
    }

    private void Start(uint timestamp, Moment arrival)
    {
        _unit.ResetWrittenCount();
        (_inUnit, _timestamp, _arrival) = (true, timestamp, _clock.Refine(timestamp, arrival));
        (HasPicture, IsKey, IsReference, IsSkipped, Rotation) = (false, false, false, false, 0);
        Begin();
    }

    private void Complete()
    {
        _inUnit = false;
        if (HasPicture && (IsDamaged || !IsSkipped))
        {
            Pass();
        }

        IsDamaged = false;
    }

    private void Pass()
    {
        if (IsDamaged || (NeedsKey && !IsKey) || Format is not { } format)
        {
            NeedsKey = true;
            sink.AddUndecodable(_arrival);
            return;
        }

        NeedsKey = false;
        Finish();
        sink.Add(new AccessUnit
        {
            Bytes = _unit.WrittenSpan,
            IsKey = IsKey,
            IsReference = IsReference,
            Arrival = _arrival,
            Format = Rotation == 0 ? format : format with { Rotation = Rotation },
        });
    }
}
