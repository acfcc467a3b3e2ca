using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>A receiver of webhooks such as users write: it verifies every signature, and counts each event once.</summary>
internal sealed class DemoReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _verified = new();
    private readonly WebApplication _app;
    private readonly byte[] _secret;
    private int _refused;

    private DemoReceiver(WebApplication app, string secret) => (_app, _secret) = (app, Encoding.UTF8.GetBytes(secret));

    public string Url => $"{_app.Urls.First()}/hook";

    /// <summary>Requests whose signature was wrong.</summary>
    public int Refused => _refused;

    public static async Task<DemoReceiver> StartAsync(string secret, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        DemoReceiver receiver = new(builder.Build(), secret);
        receiver._app.MapPost("/hook", receiver.ReceiveAsync);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>Events of a call that came with a right signature.</summary>
    public int Verified(string callCid) => _verified.Keys.Count(key => key.StartsWith(callCid + " ", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(_secret, body.ToArray()));
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(request.Headers["X-SIGNATURE"].ToString())))
        {
            Interlocked.Increment(ref _refused);
            return Results.Unauthorized();
        }

        using var received = JsonDocument.Parse(body.ToArray());
        var root = received.RootElement;
        _verified[$"{root.GetProperty("call_cid").GetString()} {root.GetProperty("event_id").GetString()}"] = true;
        return Results.Ok();
    }
}
