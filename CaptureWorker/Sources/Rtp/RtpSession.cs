using System.Buffers.Binary;
using System.Net;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// One attempt to play a stream of plain RTP: packets to pictures, reports and requests for key frames to its sender, watchdogs. Runs on the
/// pump's thread.
/// </summary>
internal sealed class RtpSession : IRtpConsumer, IDisposable
{
    private readonly RtpStream _stream;
    private readonly RtpReceiver _receiver;
    private readonly RtpDepacketizer _depacketizer;
    private readonly KeyFrameRequests _requests;
    private readonly RtcpFeedback _feedback = new((uint)Random.Shared.NextInt64(1, uint.MaxValue));
    private readonly SourceDemand _demand;
    private readonly IMediaSink _sink;
    private readonly IPAddress? _remote;
    private readonly RtpLimits _limits;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TaskCompletionSource<SourceFault> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _sawPicture;
    private bool _isPlaying;
    private long _playing;
    private long _spoke;
    private long _looked;

    /// <param name="sockets">Become this session's.</param>
    /// <param name="remote">The sender that must hear from us first; null when it knows where to send.</param>
    public RtpSession(
        RtpStream stream, RtpSockets sockets, SenderLock senders, IPAddress? remote, SourceDemand demand, IMediaSink sink, RtpShared shared, RtpLimits limits, TimeProvider time)
    {
        (_stream, _demand, _sink, _remote, _limits, _time) = (stream, demand, sink, remote, limits, time);
        _start = time.GetTimestamp();
        _depacketizer = RtpDepacketizer.For(stream.Media, new Pictures(this));
        _requests = new KeyFrameRequests(demand, shared.Budget, time);
        _receiver = new RtpReceiver(sockets, senders, stream.Media.PayloadType, this, shared.Pump, time)
        {
            ControlPeer = demand.ControlPeer ?? (remote is not null && stream.ControlPort is { } port ? UdpPeer.Of(remote, port) : null),
        };
    }

    /// <summary>Receives until the stream ends, stalls or is no longer wanted.</summary>
    public async Task<SourceFault> ReceiveAsync(CancellationToken cancellationToken)
    {
        _receiver.Start();
        return await _ended.Task.WaitAsync(cancellationToken);
    }

    public void Take(ReadOnlySpan<byte> packet, Moment arrival)
    {
        if (!_isPlaying)
        {
            (_isPlaying, _playing) = (true, arrival.Timestamp);
            _sink.Playing();
        }

        _depacketizer.Add(packet, arrival);
    }

    public void TakeControl(ReadOnlySpan<byte> control, Moment arrival) => _depacketizer.AddControl(control);

    public void Rest(Moment now)
    {
        if (!_isPlaying)
        {
            Wait(now.Timestamp);
        }
        else if (Silence(now.Timestamp) is { } fault)
        {
            _ended.TrySetResult(fault);
        }
        else if (_requests.TryAsk(now.Timestamp))
        {
            Span<byte> packet = stackalloc byte[RtcpFeedback.Longest];
            _receiver.SendControl(packet[.._feedback.WriteKeyRequest(packet, _receiver.Statistics, _stream.KnowsOnlyIntraRequest)]);
            _spoke = now.Timestamp;
        }
        else if (_time.GetElapsedTime(_spoke, now.Timestamp) >= _limits.Report)
        {
            Span<byte> packet = stackalloc byte[RtcpFeedback.Longest];
            _receiver.SendControl(packet[.._feedback.WriteReport(packet, _receiver.Statistics)]);
            _spoke = now.Timestamp;
        }
    }

    public void Fail(Exception failed) => _ended.TrySetException(failed);

    public void Dispose()
    {
        _receiver.Dispose();
        _demand.ControlPeer = _receiver.ControlPeer;
    }

    private void Wait(long now)
    {
        if (_remote is not null && (_spoke == 0 || _time.GetElapsedTime(_spoke, now) >= _limits.Hello))
        {
            _spoke = now;
            Greet(_remote);
        }

        if (_looked == 0 || _time.GetElapsedTime(_looked, now) >= _limits.Hello)
        {
            _looked = now;
            if (WhyNothing(now) is { } reason)
            {
                _sink.Waiting(reason);
            }
        }
    }

    /// <summary>Shows a sender that learns by what it gets where we are: for its media by an RTP packet without content, for its control by a report.</summary>
    private void Greet(IPAddress remote)
    {
        Span<byte> packet = stackalloc byte[RtcpFeedback.Longest];
        _receiver.SendControl(packet[.._feedback.WriteEmptyReport(packet)], new IPEndPoint(remote, _stream.ControlPort ?? _stream.Port));
        if (_stream.ControlPort is not null)
        {
            packet[..12].Clear();
            (packet[0], packet[1]) = (0x80, (byte)_stream.Media.PayloadType);
            BinaryPrimitives.WriteUInt32BigEndian(packet[8..], _feedback.Self);
            _receiver.SendMedia(packet[..12], new IPEndPoint(remote, _stream.Port));
        }
    }

    private SourceFault? WhyNothing(long now)
    {
        var port = _receiver.Sockets.MediaPort;
        if (_receiver.Senders.Blocked is { } blocked)
        {
            return SourceFault.Failed(
                FailureReason.BlockedAddress, $"RTP comes to port {port} from {blocked} only, which is not allowed; allow it by the setting CaptureWorker:Allow");
        }

        if (_receiver.OtherPayloadType is { } type)
        {
            return SourceFault.NoVideo($"RTP comes to port {port}, but with payload type {type} and not {_stream.Media.PayloadType}; check payload_type or the sdp");
        }

        return _time.GetElapsedTime(_start, now) < _limits.FirstPacket ? null : SourceFault.Failed(FailureReason.Timeout, _remote is null
            ? $"no RTP comes to {_receiver.Sockets.Media.LocalEndPoint}; check that the media server sends there (settings CaptureWorker:RtpAddress and RtpPorts)"
            : $"{_remote} port {_stream.Port} was told where to send RTP, but sends none; check address and port");
    }

    private SourceFault? Silence(long now)
    {
        if (_time.GetElapsedTime(_receiver.LastPacket, now) >= _limits.Stall)
        {
            return _sawPicture
                ? SourceFault.Failed(FailureReason.Stalled, $"the port is open, but no media came for {_limits.Stall.TotalSeconds:0.#} s")
                : SourceFault.NoVideo($"the source sent packets but no picture, then nothing for {_limits.Stall.TotalSeconds:0.#} s");
        }

        return !_sawPicture && _time.GetElapsedTime(_playing, now) >= _limits.FirstPicture
            ? SourceFault.NoVideo($"the source plays, but sent no picture within {_limits.FirstPicture.TotalSeconds:0.#} s")
            : null;
    }

    private void Came(in AccessUnit unit)
    {
        _sawPicture = true;
        if (unit.IsKey)
        {
            _requests.Came(unit.Arrival.Timestamp, _time.GetTimestamp());
        }
    }

    /// <summary>Sees the pictures on their way to the track.</summary>
    private sealed class Pictures(RtpSession session) : IMediaSink
    {
        public void Playing() => session._sink.Playing();

        public void Add(in AccessUnit unit)
        {
            session.Came(unit);
            session._sink.Add(unit);
        }

        public void AddUndecodable(Moment arrival)
        {
            session._sawPicture = true;
            session._requests.Break();
            session._sink.AddUndecodable(arrival);
        }
    }
}
