using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Silo.Hosting.Network;

namespace OrleansFrames.Silo.Sinks.Webhook;

/// <summary>Posts events to URLs, signed as GetStream and as Standard Webhooks say. Signed is the body before it is compressed. A 2xx is
/// a delivery; the answer's body is not read.</summary>
internal sealed class WebhookSink(IHttpClientFactory clients, IAppDirectory apps, TimeProvider clock) : IEventSink
{
    private static readonly string UserAgent = $"OrleansFrames/{typeof(WebhookSink).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>In bytes; shorter bodies are sent as they are.</summary>
    private const int LeastCompressed = 256;

    public string HookType => HookRules.Webhook;

    public async Task<DeliveryResult> SendAsync(DeliveryRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.Hook.WebhookUrl, UriKind.Absolute, out var url))
        {
            return new(DeliveryVerdict.Retry, Error: "the hook has no usable webhook_url");
        }

        if (apps.SecretsOf(request.App) is not [var secret, ..])
        {
            return new(DeliveryVerdict.Retry, Error: $"this server knows no secret of app '{request.App}' to sign with");
        }

        var timeout = TimeSpan.FromMilliseconds(request.Hook.TimeoutMs ?? HookRules.DefaultTimeoutMs);
        using var message = Message(url, request, secret, body);
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var client = clients.CreateGuarded();
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Judge(response);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && ConnectionFault.IsFarSide(error))
        {
            return ConnectionFault.Of(error, url, timeout);
        }
    }

    private HttpRequestMessage Message(Uri url, DeliveryRequest request, string secret, ReadOnlyMemory<byte> body)
    {
        var id = DeliveryId.Of(request.EventId, request.Hook.Id).ToString();
        var sentAt = clock.GetUtcNow().ToUnixTimeSeconds();
        var isCompressed = request.Compress && body.Length >= LeastCompressed;
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(isCompressed ? Gzip.Of(body.Span) : body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (isCompressed)
        {
            message.Content.Headers.ContentEncoding.Add("gzip");
        }

        Add("User-Agent", UserAgent);
        Add("X-API-KEY", request.App);
        Add("X-WEBHOOK-ID", id);
        Add("X-WEBHOOK-ATTEMPT", request.Attempt.ToString(CultureInfo.InvariantCulture));
        Add("X-SIGNATURE", WebhookSignature.Stream(secret, body.Span));
        Add("webhook-id", id);
        Add("webhook-timestamp", sentAt.ToString(CultureInfo.InvariantCulture));
        Add("webhook-signature", WebhookSignature.Standard(secret, id, sentAt, body.Span));
        return message;

        void Add(string name, string value) => message.Headers.TryAddWithoutValidation(name, value);
    }

    private DeliveryResult Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return new(DeliveryVerdict.Delivered, status);
        }

        var verdict = response.StatusCode == HttpStatusCode.Gone ? DeliveryVerdict.Gone : DeliveryVerdict.Retry;
        var redirect = status is >= 300 and < 400 ? "; redirects are not followed" : "";
        return new(verdict, status, $"the far side answered {status}{redirect}", RetryAfter(response.Headers.RetryAfter));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked)
    {
        var wait = asked?.Delta ?? asked?.Date - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
