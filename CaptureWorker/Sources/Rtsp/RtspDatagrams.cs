using System.Net;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>The media of a session that come as datagrams, from the server's own address only.</summary>
/// <param name="link">The session's connection.</param>
internal sealed class RtspDatagrams(RtspLink link, AddressRule rule, RtpShared shared, TimeProvider time) : IRtpConsumer, IDisposable
{
    private const int FixedHeader = 12;

    private readonly RtpSockets _sockets = RtpSockets.OpenPair(link.Plain.Local, shared.Ports);
    private RtpReceiver? _receiver;
    private RtpDepacketizer? _depacketizer;
    private IPEndPoint? _serverMedia;
    private IPEndPoint? _serverControl;

    /// <summary>What SETUP asks for.</summary>
    public string Transport => $"RTP/AVP;unicast;client_port={_sockets.MediaPort}-{_sockets.ControlPort}";

    /// <summary>Timestamp of the newest packet of the track; 0 before the first.</summary>
    public long LastPacket => _receiver?.LastPacket ?? 0;

    /// <summary>Why what came could not be handled; null while it could.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Begins to receive.</summary>
    /// <param name="answer">The transport that SETUP's answer names.</param>
    public void Start(int payloadType, RtpDepacketizer depacketizer, string? answer)
    {
        var ports = RtspResponse.Numbers(answer, "server_port");
        _serverMedia = ports is [var media, ..] ? new IPEndPoint(link.Server, media) : null;
        _serverControl = ports is [_, var control, ..] ? new IPEndPoint(link.Server, control) : null;
        _depacketizer = depacketizer;
        _receiver = new RtpReceiver(_sockets, new SenderLock(rule, time, link.Server), payloadType, this, shared.Pump, time);
        _receiver.Start();
    }

    /// <summary>Opens the way through routers between: they let in what comes from where something was sent to.</summary>
    public void Punch()
    {
        if (_serverMedia is { } server)
        {
            Span<byte> empty = stackalloc byte[FixedHeader];
            empty.Clear();
            empty[0] = 0x80;
            _receiver?.SendMedia(empty, server);
        }
    }

    /// <summary>Sends a report to the server.</summary>
    public void Report(RtcpFeedback feedback)
    {
        if (_receiver is not { } receiver)
        {
            return;
        }

        Span<byte> report = stackalloc byte[RtcpFeedback.Longest];
        var length = LastPacket == 0 ? feedback.WriteEmptyReport(report) : feedback.WriteReport(report, receiver.Statistics);
        if (_serverControl is { } server)
        {
            receiver.SendControl(report[..length], server);
        }
        else
        {
            receiver.SendControl(report[..length]);
        }
    }

    public void Take(ReadOnlySpan<byte> packet, Moment arrival) => _depacketizer!.Add(packet, arrival);

    public void TakeControl(ReadOnlySpan<byte> control, Moment arrival) => _depacketizer!.AddControl(control);

    public void Rest(Moment now)
    {
    }

    public void Fail(Exception failed) => Failure = failed;

    public void Dispose()
    {
        if (_receiver is { } receiver)
        {
            receiver.Dispose();
        }
        else
        {
            _sockets.Dispose();
        }
    }
}
