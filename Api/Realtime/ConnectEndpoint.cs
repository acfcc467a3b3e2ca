using Microsoft.Extensions.Options;
using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Limits;
using OrleansFrames.Api.Operations;
using OrleansFrames.Json;

namespace OrleansFrames.Api.Realtime;

/// <summary>GetStream's coordinator websocket: <c>GET /video/connect</c>.</summary>
internal sealed class ConnectEndpoint(ClientConnector connector, RequestWindow window, IOptions<ApiOptions> options, TimeProvider clock)
{
    public const string Path = "/video/connect";

    // The network may lose a client without a word; pings of the protocol find out.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(30);

    public async Task ConnectAsync(HttpContext http)
    {
        var refusal = !window.Admit(http, app: null) ? ApiFailure.TooManyRequests
            : !http.WebSockets.IsWebSocketRequest ? ApiFailure.Input(Introduction.Operation, "this is a websocket; the request must ask for an upgrade")
            : !IsAllowed(http.Request) ? ApiFailure.NotAllowed(Introduction.Operation, "pages of this origin may not connect (AllowedOrigins)")
            : null;
        if (refusal is not null)
        {
            await new AnswerWriter(http, FramesJson.Rfc3339, clock).WriteAsync(StatusCodes.Status200OK, refusal);
            return;
        }

        WebSocketAcceptContext accept = new() { KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin };
        using var socket = await http.WebSockets.AcceptWebSocketAsync(accept);
        await connector.ServeAsync(http.Request, new(socket));
    }

    // Browsers ask nobody before they open a websocket: the server has to look whose page it is. Other clients send no origin.
    private bool IsAllowed(HttpRequest request)
        => request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || options.Value.AllowedOrigins.Any(allowed => allowed == "*" || string.Equals(allowed, origin, StringComparison.OrdinalIgnoreCase))
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value);
}
