using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azure.Messaging.ServiceBus;

/// <summary><c>POST /{entity}/messages</c> with a JSON list of messages, which the service takes whole or not at all.</summary>
internal sealed class HttpTransport : IDisposable
{
    private const int EmulatorPort = 5672;
    private const int LongestAnswer = 16 * 1024;

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Connection _connection;
    private readonly Uri _base;
    private readonly HttpClient _http;

    /// <param name="custom">Connected to in the place of the endpoint.</param>
    public HttpTransport(Connection connection, Uri? custom, TimeSpan timeout)
    {
        _connection = connection;
        var endpoint = connection.Endpoint;
        _base = connection.IsEmulator
            ? new UriBuilder(Uri.UriSchemeHttp, endpoint.Host, endpoint.Port > 0 ? endpoint.Port : EmulatorPort).Uri
            : new UriBuilder(Uri.UriSchemeHttps, endpoint.Host, custom is { Port: > 0 } ? custom.Port : -1).Uri;
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, MaxResponseHeadersLength = 16 };
        if (custom is not null)
        {
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(custom.IdnHost, context.DnsEndPoint.Port, cancellationToken);
        }

        _http = new(handler) { Timeout = timeout, MaxResponseContentBufferSize = LongestAnswer };
    }

    public async Task SendAsync(string entity, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_base, $"{entity}/messages"));
        request.Headers.TryAddWithoutValidation("Authorization", _connection.Authorization(entity));
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(messages.Select(Form), Json));
        // With a charset the service takes the list for one message.
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.microsoft.servicebus.json");
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw Failure(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken), entity);
            }
        }
        catch (TaskCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceBusException("The operation did not complete in time", ServiceBusFailureReason.ServiceTimeout, entity, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ServiceBusException(error.Message, ServiceBusFailureReason.ServiceCommunicationProblem, entity, error);
        }
    }

    public void Dispose() => _http.Dispose();

    private static object Form(ServiceBusMessage message) => new
    {
        Body = Encoding.UTF8.GetString(message.Bytes.Span),
        BrokerProperties = new { message.MessageId, message.SessionId, message.ContentType, Label = message.Subject },
        UserProperties = message.ApplicationProperties,
    };

    private static Exception Failure(HttpStatusCode status, string body, string entity)
    {
        var text = $"{(int)status} {body}".Trim();
        return status switch
        {
            HttpStatusCode.Unauthorized => new UnauthorizedAccessException(text),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Of(ServiceBusFailureReason.MessagingEntityNotFound),
            HttpStatusCode.RequestEntityTooLarge => Of(ServiceBusFailureReason.MessageSizeExceeded),
            HttpStatusCode.Forbidden => Of(
                body.Contains("size", StringComparison.OrdinalIgnoreCase) && !body.Contains("quota", StringComparison.OrdinalIgnoreCase)
                    ? ServiceBusFailureReason.MessageSizeExceeded
                    : ServiceBusFailureReason.QuotaExceeded),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => Of(ServiceBusFailureReason.ServiceBusy),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => Of(ServiceBusFailureReason.ServiceTimeout),
            HttpStatusCode.BadRequest => new ArgumentException(text),
            _ => new ServiceBusException((int)status >= 500, text, entity),
        };

        ServiceBusException Of(ServiceBusFailureReason reason) => new(text, reason, entity);
    }

    private static async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
