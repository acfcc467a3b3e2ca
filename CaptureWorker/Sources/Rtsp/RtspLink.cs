using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Net;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>A connection to an RTSP server, plain or in TLS.</summary>
/// <param name="Stream">What is said over it.</param>
/// <param name="Plain">What lies below it.</param>
/// <param name="Server">The address that was connected to.</param>
internal sealed record RtspLink(Stream Stream, PacedStream Plain, IPAddress Server) : IDisposable
{
    /// <param name="trust">Who vouches for servers; those that the system trusts when it is null.</param>
    /// <exception cref="SourceException">The source cannot be reached.</exception>
    public static Task<RtspLink> ConnectAsync(
        RtspUrl url, OriginRule rule, ReadPulse pulse, X509ChainPolicy? trust, RtspLimits limits, TimeProvider time, CancellationToken cancellationToken) =>
        SourceAttempt.WithinAsync(
            limits.Connect,
            time,
            $"{url.Host}:{url.Port} did not accept the connection",
            async token =>
            {
                var addresses = await ResolveAsync(url, rule, token);
                var link = await ConnectAsync(url, addresses, pulse, token);
                return url.IsSecure ? link with { Stream = await SecureAsync(url, link.Plain, trust, token) } : link;
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
                return new RtspLink(stream, stream, address);
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

    private static async Task<Stream> SecureAsync(RtspUrl url, Stream plain, X509ChainPolicy? trust, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain);
        try
        {
            var options = new SslClientAuthenticationOptions { TargetHost = url.Host, CertificateChainPolicy = trust };
            await secure.AuthenticateAsClientAsync(options, cancellationToken);
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
