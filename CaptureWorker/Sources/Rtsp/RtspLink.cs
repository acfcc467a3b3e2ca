using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Net;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>A connection to an RTSP server, plain or in TLS.</summary>
/// <param name="Stream">What is said over it.</param>
/// <param name="Server">The address that was connected to.</param>
/// <param name="Local">This machine's, on the way to it.</param>
internal sealed record RtspLink(Stream Stream, IPAddress Server, IPAddress Local) : IDisposable
{
    /// <exception cref="SourceException">The source cannot be reached.</exception>
    public static Task<RtspLink> ConnectAsync(
        RtspUrl url, OriginRule rule, ReadPulse pulse, RtspLimits limits, TimeProvider time, CancellationToken cancellationToken) =>
        SourceAttempt.WithinAsync(
            limits.Connect,
            time,
            $"{url.Host}:{url.Port} did not accept the connection",
            async token =>
            {
                var addresses = await ResolveAsync(url, rule, token);
                var link = await ConnectAsync(url, addresses, pulse, token);
                return url.IsSecure ? link with { Stream = await SecureAsync(url, link.Stream, token) } : link;
            },
            cancellationToken);

    public void Dispose() => Stream.Dispose();

    private static async Task<IPAddress[]> ResolveAsync(RtspUrl url, OriginRule rule, CancellationToken cancellationToken)
    {
        try
        {
            return await rule.ResolveAsync(url.Host, url.Port, cancellationToken);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new SourceException(FailureReason.Dns, $"the host '{url.Host}' has no address; check the host in the URL");
        }
    }

    private static async Task<RtspLink> ConnectAsync(RtspUrl url, IPAddress[] addresses, ReadPulse pulse, CancellationToken cancellationToken)
    {
        var last = SocketError.HostNotFound;
        foreach (var address in addresses)
        {
            try
            {
                var stream = await PacedStream.ConnectAsync(new IPEndPoint(address, url.Port), pulse, cancellationToken);
                return new RtspLink(stream, address, stream.Local);
            }
            catch (SocketException refused)
            {
                last = refused.SocketErrorCode;
            }
        }

        throw last == SocketError.TimedOut
            ? new SourceException(FailureReason.Timeout, $"{url.Host}:{url.Port} did not accept the connection")
            : new SourceException(FailureReason.Refused, $"{url.Host}:{url.Port} refused the connection ({last}); check host and port in the URL");
    }

    private static async Task<Stream> SecureAsync(RtspUrl url, Stream plain, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.Host }, cancellationToken);
            return secure;
        }
        catch (Exception failed)
        {
            await secure.DisposeAsync();
            throw failed is AuthenticationException or IOException
                ? new SourceException(FailureReason.Refused, $"no TLS connection to {url.Host}:{url.Port}; its certificate must be valid for that name")
                : failed;
        }
    }
}
