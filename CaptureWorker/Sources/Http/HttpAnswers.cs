using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>What answers, and the lack of them, mean for a source.</summary>
internal static class HttpAnswers
{
    /// <summary>Why an answer brings nothing; null when it does.</summary>
    public static SourceFault? Fault(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            200 or 206 => null,
            401 => SourceFault.Failed(FailureReason.Auth, "the source asks for user and password (401); check those in the URL, which are sent as Basic"),
            403 => SourceFault.Failed(FailureReason.Auth, "the source forbids this path to this user (403); check user, password and path in the URL"),
            404 or 410 => SourceFault.Failed(FailureReason.NotFound, $"the source knows no such path ({status}); check the path in the URL"),
            >= 300 and < 400 => SourceFault.Failed(FailureReason.Unsupported, $"the source redirects ({status}) to no address"),
            _ => SourceFault.Failed(FailureReason.Refused, $"the source refused with {status} {response.ReasonPhrase}"),
        };
    }

    /// <summary>A request that got no answer.</summary>
    public static Exception Explain(HttpRequestException failed, Uri url)
    {
        for (Exception? cause = failed; cause is not null; cause = cause.InnerException)
        {
            if (cause is SourceException or BlockedAddressException)
            {
                return cause;
            }

            if (cause is SocketException socket)
            {
                return new SourceException(socket.SocketErrorCode switch
                {
                    SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => SourceFault.Failed(
                        FailureReason.Dns, $"the host '{url.Host}' has no address; check the host in the URL"),
                    SocketError.TimedOut => SourceFault.Failed(FailureReason.Timeout, $"{url.Host}:{url.Port} did not accept the connection"),
                    _ => SourceFault.Failed(
                        FailureReason.Refused, $"{url.Host}:{url.Port} refused the connection ({socket.SocketErrorCode}); check host and port in the URL"),
                });
            }
        }

        return failed.HttpRequestError switch
        {
            HttpRequestError.InvalidResponse => new SourceException(FailureReason.Unsupported, $"{url.Host}:{url.Port} does not speak HTTP"),
            HttpRequestError.SecureConnectionError => new SourceException(
                FailureReason.Refused, $"no TLS connection to {url.Host}:{url.Port}; its certificate must be valid for that name"),
            _ => new SourceException(FailureReason.Refused, $"{url.Host}:{url.Port} broke the connection off: {failed.Message}"),
        };
    }

    /// <exception cref="SourceException">There are more bytes.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream body, int most, string what, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > most)
            {
                throw new SourceException(FailureReason.Unsupported, $"{what} is larger than {most / 1024} KB");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <exception cref="SourceException">The part is not in it.</exception>
    public static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> bytes, long start, long? length, string what)
    {
        var end = length is { } wanted ? start + wanted : bytes.Length;
        return start <= end && end <= bytes.Length
            ? bytes[(int)start..(int)end]
            : throw new SourceException(FailureReason.NotFound, $"{what} is shorter than the playlist says");
    }
}
