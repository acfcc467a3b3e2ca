using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>Plays <c>rtsp</c> URLs over TCP.</summary>
internal sealed class RtspSource(AddressRule rule, RtspLimits limits, TimeProvider time)
{
    /// <summary>Plays a URL into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(string url, IMediaSink sink, CancellationToken cancellationToken) =>
        SourceAttempt.RunAsync(() => OpenAsync(url, sink, cancellationToken), cancellationToken);

    private async Task<SourceFault> OpenAsync(string url, IMediaSink sink, CancellationToken cancellationToken)
    {
        var parsed = RtspUrl.Parse(url);
        using var socket = await ConnectAsync(parsed, cancellationToken);
        using var session = new RtspSession(socket, parsed, sink, limits, time);
        await session.OpenAsync(cancellationToken);
        return await session.ReceiveAsync(cancellationToken);
    }

    private async Task<Socket> ConnectAsync(RtspUrl url, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limits.Connect, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var addresses = await ResolveAsync(url.Host, either.Token);
            return await ConnectAsync(url, addresses, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(
                FailureReason.Timeout, $"{url.Host}:{url.Port} did not accept the connection within {limits.Connect.TotalSeconds:0.#} s");
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await rule.ResolveAsync(host, cancellationToken);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new SourceException(FailureReason.Dns, $"the host '{host}' has no address; check the host in the URL");
        }
    }

    private static async Task<Socket> ConnectAsync(RtspUrl url, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        var last = SocketError.HostNotFound;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, url.Port, cancellationToken);
                return socket;
            }
            catch (SocketException refused)
            {
                last = refused.SocketErrorCode;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last switch
        {
            SocketError.HostNotFound => new SourceException(FailureReason.Dns, $"the host '{url.Host}' has no address; check the host in the URL"),
            SocketError.TimedOut => new SourceException(FailureReason.Timeout, $"{url.Host}:{url.Port} did not accept the connection"),
            _ => new SourceException(FailureReason.Refused, $"{url.Host}:{url.Port} refused the connection ({last}); check host and port in the URL"),
        };
    }
}
