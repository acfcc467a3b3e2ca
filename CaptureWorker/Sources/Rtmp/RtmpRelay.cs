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
    // The server's answer to the handshake begins with the protocol's version.
    private const byte Version = 3;

    // So much is carried without a pause: handshake, commands, and the beginning of the media.
    private const int Beginning = 64 * 1024;

    // What comes is carried a few times a second, not in every packet: less work here, and less in libVLC.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<byte> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>Waits for the server's first byte.</summary>
    /// <exception cref="SourceException">It speaks something else, or closed the connection.</exception>
    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        if (await _answer.Task.WaitAsync(cancellationToken) != Version)
        {
            throw new SourceException(FailureReason.Unsupported, "the source does not speak RTMP; check host and port in the URL");
        }
    }

    /// <summary>Carries bytes both ways until one side ends.</summary>
    public async Task CarryAsync(Throttle throttle, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await CarryBothWaysAsync(throttle, time, cancellationToken);
        }
        finally
        {
            _answer.TrySetException(new SourceException(FailureReason.Refused, "the source closed the connection before it said anything"));
        }
    }

    public void Dispose()
    {
        _door.Dispose();
        _source.Dispose();
    }

    private async Task CarryBothWaysAsync(Throttle throttle, TimeProvider time, CancellationToken cancellationToken)
    {
        using var guest = await _door.AcceptSocketAsync(cancellationToken);
        _door.Stop();
        await using var player = new NetworkStream(guest, ownsSocket: true);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] ways = [CarryAsync(player, throttle, time, ended.Token), player.CopyToAsync(_source, ended.Token)];
        await Task.WhenAny(ways);
        await ended.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CarryAsync(Stream player, Throttle throttle, TimeProvider time, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        var carried = 0;
        int read;
        while ((read = await _source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            _answer.TrySetResult(buffer[0]);
            await player.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await throttle.TakeAsync(read, cancellationToken);
            carried = Math.Min(carried + read, Beginning);
            if (read < buffer.Length && carried == Beginning)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
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
