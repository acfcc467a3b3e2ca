using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>
/// HTTP for one source: connects to the very addresses that were checked and follows redirects by hand. Its connections are its own, so that
/// none that was opened for another source under another rule is used.
/// </summary>
internal sealed class SourceFetcher : IDisposable
{
    private const int MaxRedirects = 5;
    private const int MaxHeaderKilobytes = 32;

    private readonly HttpMessageInvoker _http;
    private readonly HttpUrl _origin;
    private readonly OriginRule _rule;
    private readonly SourceLimits _limits;
    private readonly TimeProvider _time;

    public SourceFetcher(HttpUrl origin, AddressRule rule, SourceLimits limits, TimeProvider time)
    {
        (_origin, _limits, _time) = (origin, limits, time);
        _rule = new OriginRule(origin.Url.IdnHost, origin.Url.Port, rule);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            ConnectTimeout = limits.Connect,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Asks for a resource and returns when its head has come.</summary>
    /// <exception cref="SourceException">It cannot be had.</exception>
    public async Task<Fetched> OpenAsync(Uri url, ByteRange? range, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            OriginRule.CheckScheme(url.Scheme, "http", "https");
            var response = await SendAsync(url, range, cancellationToken);
            if (Redirect(response, url) is { } next)
            {
                response.Dispose();
                url = next;
                continue;
            }

            if (HttpAnswers.Fault(response) is { } fault)
            {
                response.Dispose();
                throw new SourceException(fault);
            }

            return new Fetched(url, response, await response.Content.ReadAsStreamAsync(cancellationToken));
        }

        throw new SourceException(FailureReason.Unsupported, $"the source redirects more than {MaxRedirects} times");
    }

    /// <summary>Fetches a whole resource, of at most so many bytes.</summary>
    /// <exception cref="SourceException">It cannot be had, is too large or takes too long.</exception>
    public Task<Downloaded> DownloadAsync(Uri url, ByteRange? range, int most, string what, CancellationToken cancellationToken) => SourceAttempt.WithinAsync(
        _limits.Download,
        _time,
        $"{what} did not come",
        async token =>
        {
            using var fetched = await OpenAsync(url, range, token);

            // A server that knows no parts sends all from the beginning.
            var skip = range is { } part && !fetched.IsPart ? part.Start : 0;
            var bytes = await HttpAnswers.ReadAllAsync(fetched.Body, most, what, token);
            return new Downloaded(fetched.Url, HttpAnswers.Part(bytes, skip, range?.Length, what));
        },
        cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri url, ByteRange? range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("OrleansFrames", null));
        request.Headers.Authorization = _rule.IsOrigin(url.IdnHost, url.Port) ? _origin.Login : null;
        if (range is { } part)
        {
            request.Headers.Range = new RangeHeaderValue(part.Start, part.Start + part.Length - 1);
        }

        try
        {
            return await SourceAttempt.WithinAsync(
                _limits.Answer, _time, $"{url.Host}:{url.Port} did not answer", token => _http.SendAsync(request, token), cancellationToken);
        }
        catch (HttpRequestException failed)
        {
            throw HttpAnswers.Explain(failed, url);
        }
    }

    private static Uri? Redirect(HttpResponseMessage response, Uri url) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308
            && response.Headers.NonValidated.TryGetValues("Location", out var values)
            && Uri.TryCreate(url, values.ToString(), out var next)
                ? next
                : null;

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var addresses = await _rule.ResolveAsync(target.Host, target.Port, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
