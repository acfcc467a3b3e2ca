using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>Plays plain RTP that a media server sends to this machine.</summary>
internal sealed class RtpSource(AddressRule rule, RtpShared shared, RtpLimits limits, TimeProvider time)
{
    private static readonly TimeSpan PortCheck = TimeSpan.FromMilliseconds(100);

    /// <summary>Plays a stream into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) =>
        SourceAttempt.RunAsync(() => OpenAsync(demand, sink, cancellationToken), cancellationToken);

    private async Task<SourceFault> OpenAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken)
    {
        var stream = RtpStream.Of(demand.Source);
        var remote = stream.Address is { } host ? await ResolveAsync(host, cancellationToken) : null;
        var senders = new SenderLock(rule, time, remote, remote is null ? null : stream.Port);
        using var session = new RtpSession(stream, await ListenAsync(stream, remote, demand, cancellationToken), senders, remote, demand, sink, shared, limits, time);
        return await session.ReceiveAsync(cancellationToken);
    }

    private async Task<RtpSockets> ListenAsync(RtpStream stream, IPAddress? remote, SourceDemand demand, CancellationToken cancellationToken)
    {
        foreach (var port in (int?[])(remote is null ? [stream.Port, stream.ControlPort] : [stream.LocalPort]))
        {
            if (port is { } number && !shared.Ports.Contains(number))
            {
                throw new SourceException(
                    FailureReason.Refused, $"port {number} is not between {shared.Ports.First} and {shared.Ports.Last} (setting CaptureWorker:RtpPorts)");
            }
        }

        if (remote is null)
        {
            return await OpenAsync(shared.Ports.Address, stream.Port, stream.ControlPort, cancellationToken);
        }

        // A media server that has learnt a port keeps to it: every attempt listens at the same.
        var any = remote.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        var sockets = await OpenAsync(any, stream.LocalPort ?? demand.LocalPort, stream.ControlPort is null ? null : 0, cancellationToken);
        demand.LocalPort = sockets.MediaPort;
        return sockets;
    }

    /// <summary>Opens the ports; a track that was replaced a moment ago may still be about to close them.</summary>
    private async Task<RtpSockets> OpenAsync(IPAddress address, int port, int? controlPort, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ;)
        {
            try
            {
                return RtpSockets.Open(address, port, controlPort);
            }
            catch (SourceException) when (time.GetElapsedTime(start) < limits.Port)
            {
                await Task.Delay(PortCheck, time, cancellationToken);
            }
        }
    }

    private async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return (await rule.ResolveAsync(host, cancellationToken))[0];
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new SourceException(FailureReason.Dns, $"the host '{host}' has no address; check rtp.address");
        }
    }
}
