using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Realtime;

/// <summary>A client on the websocket, which says and hears what GetStream's own do.</summary>
internal sealed class Client(ClientWebSocket socket) : IAsyncDisposable
{
    public const string Known = "api_key=key&stream-auth-type=jwt&X-Stream-Client=test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _buffer = new byte[1024 * 1024];

    /// <summary>The id of the connection, once it is.</summary>
    public string Id { get; private set; } = "";

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public string? CloseReason => socket.CloseStatusDescription;

    /// <summary>Opens the socket and says nothing yet.</summary>
    public static async Task<Client> OpenAsync(ApiHost host, string query = Known, string? origin = null)
    {
        ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        using CancellationTokenSource deadline = new(Patience);
        await socket.ConnectAsync(new UriBuilder(host.Http.BaseAddress!) { Scheme = "ws", Path = "/video/connect", Query = query }.Uri, deadline.Token);
        return new(socket);
    }

    /// <summary>A user's client, connected.</summary>
    public static async Task<Client> ConnectAsync(ApiHost host, string user, string? token = null)
    {
        var client = await OpenAsync(host);
        await client.SendAsync(Introduction(user, token ?? TokenOf(user)));
        var hello = await client.NextAsync("connection.ok");
        client.Id = hello.GetProperty("connection_id").GetString()!;
        return client;
    }

    public static string TokenOf(string user) => Jwt.Make($$"""{"user_id":"{{user}}"}""");

    public static string Introduction(string user, string token, string more = "")
        => $$$"""{"token":"{{{token}}}","products":["video"],"user_details":{"id":"{{{user}}}"{{{more}}}}}""";

    public async Task SendAsync(string text)
    {
        using CancellationTokenSource deadline = new(Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    /// <summary>The next message, which must be of this type. The server's own health checks are passed over unless one is waited for.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var message = await NextAsync() ?? throw new InvalidOperationException($"waited for {type}, and the server closed: {CloseStatus} {CloseReason}");
            if (message.GetProperty("type").GetString() is var came && (came == type || came != "health.check"))
            {
                Assert.Equal(type, came);
                return message;
            }
        }
    }

    public async Task<string?> TypeOfNextAsync() => (await NextAsync())?.GetProperty("type").GetString();

    /// <summary>Waits for the server to close, with no message but health checks before.</summary>
    public async Task ClosedAsync()
    {
        while (await NextAsync() is { } message)
        {
            Assert.Equal("health.check", message.GetProperty("type").GetString());
        }

        using CancellationTokenSource deadline = new(Patience);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", deadline.Token);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <returns>Null when the server closed.</returns>
    private async Task<JsonElement?> NextAsync()
    {
        using CancellationTokenSource deadline = new(Patience);
        var count = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(count), deadline.Token);
            count += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return JsonElement.Parse(_buffer.AsSpan(0, count));
            }
        }
    }
}
