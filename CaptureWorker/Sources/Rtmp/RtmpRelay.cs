using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using OrleansFrames.Capture;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Rtmp;

/// <summary>
/// Connects to a source and lends that connection to libVLC through a port on loopback, for one guest. So the address is the checked one, a
/// certificate is looked at, a refusal has a reason, and closing it sets libVLC free.
/// </summary>
internal sealed class RtmpRelay : IDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly Stream _source;

    private RtmpRelay(Stream source)
    {
        _source = source;
        _door.Start(1);
    }

    /// <summary>Where libVLC connects to.</summary>
    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    /// <exception cref="SourceException">The source cannot be reached.</exception>
    /// <exception cref="BlockedAddressException">The rule forbids its address.</exception>
    public static Task<RtmpRelay> ConnectAsync(RtmpUrl url, AddressRule rule, SourceLimits limits, TimeProvider time, CancellationToken cancellationToken) =>
        SourceAttempt.WithinAsync(
            limits.Connect, time, $"{url.Host}:{url.Port} did not accept the connection", token => ConnectAsync(url, rule, token), cancellationToken);

    /// <summary>Carries bytes both ways until one side ends.</summary>
    public async Task CarryAsync(Throttle throttle, CancellationToken cancellationToken)
    {
        using var guest = await _door.AcceptSocketAsync(cancellationToken);
        _door.Stop();
        await using var player = new NetworkStream(guest, ownsSocket: true);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] ways = [CarryAsync(player, throttle, ended.Token), player.CopyToAsync(_source, ended.Token)];
        await Task.WhenAny(ways);
        await ended.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _door.Dispose();
        _source.Dispose();
    }

    private async Task CarryAsync(Stream player, Throttle throttle, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await _source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await player.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await throttle.TakeAsync(read, cancellationToken);
        }
    }

    private static async Task<RtmpRelay> ConnectAsync(RtmpUrl url, AddressRule rule, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(await rule.ResolveAsync(url.Host, cancellationToken), url.Port, cancellationToken);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            return new RtmpRelay(url.IsSecure ? await SecureAsync(stream, url.Host, cancellationToken) : stream);
        }
        catch (Exception failed)
        {
            socket.Dispose();
            throw failed switch
            {
                SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new SourceException(
                    FailureReason.Dns, $"the host '{url.Host}' has no address; check the host in the URL"),
                SocketException refused => new SourceException(
                    FailureReason.Refused, $"{url.Host}:{url.Port} refused the connection ({refused.SocketErrorCode}); check host and port in the URL"),
                AuthenticationException => new SourceException(
                    FailureReason.Refused, $"no TLS connection to {url.Host}:{url.Port}; its certificate must be valid for that name"),
                _ => failed,
            };
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        return secure;
    }
}
