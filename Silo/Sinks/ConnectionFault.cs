using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using OrleansFrames.Delivery;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Sinks;

/// <summary>One sentence for each way in which a request gets no answer.</summary>
internal static class ConnectionFault
{
    public static bool IsFarSide(Exception error) => error is HttpRequestException or OperationCanceledException or IOException or SocketException;

    public static DeliveryResult Of(Exception error, Uri url, TimeSpan timeout)
    {
        var causes = Causes(error).ToArray();
        if (error is OperationCanceledException || causes.OfType<SocketException>().Any(cause => cause.SocketErrorCode == SocketError.TimedOut))
        {
            var isConnecting = causes.OfType<TimeoutException>().Any();
            var seconds = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            return new(
                DeliveryVerdict.Retry,
                Error: isConnecting ? $"no connection to {url.Authority} in time" : $"no answer from {url.Authority} within {seconds} s",
                TimedOut: true);
        }

        return new(DeliveryVerdict.Retry, Error: Sentence(error, causes, url));
    }

    private static string Sentence(Exception error, Exception[] causes, Uri url)
    {
        if (causes.OfType<BlockedAddressException>().FirstOrDefault() is { } blocked)
        {
            return blocked.Message;
        }

        if (causes.OfType<AuthenticationException>().FirstOrDefault() is { } tls)
        {
            return $"no trusted TLS connection to {url.Authority}: {tls.Message}";
        }

        return causes.OfType<SocketException>().FirstOrDefault() is { } socket
            ? Sentence(socket.SocketErrorCode, url)
            : Sentence(causes.Select(KindOf).FirstOrDefault(kind => kind is not null), error, url);
    }

    private static HttpRequestError? KindOf(Exception error)
        => error is HttpRequestException request ? request.HttpRequestError : (error as HttpIOException)?.HttpRequestError;

    private static string Sentence(SocketError error, Uri url) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => $"the name {url.IdnHost} has no address",
        SocketError.ConnectionRefused => $"{url.Authority} refused the connection",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => $"{url.Authority} reset the connection",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"{url.Authority} cannot be reached",
        _ => $"the connection to {url.Authority} failed: {error}",
    };

    private static string Sentence(HttpRequestError? kind, Exception error, Uri url) => kind switch
    {
        HttpRequestError.ResponseEnded => $"{url.Authority} closed the connection before it answered",
        HttpRequestError.InvalidResponse => $"{url.Authority} did not answer in HTTP",
        HttpRequestError.ConfigurationLimitExceeded => $"{url.Authority} answered with too long headers",
        HttpRequestError.SecureConnectionError => $"no trusted TLS connection to {url.Authority}",
        _ => $"the request to {url.Authority} failed: {error.Message}",
    };

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
