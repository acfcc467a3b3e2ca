using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansFrames.Bench.Capture;

/// <summary>The customer's end of a webhook, in the bench's own process: outside of what is measured.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _arrived = new();

    private EventReceiver(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>When each ready event came first, by its id.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Arrived => _arrived;

    public static async Task<EventReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        EventReceiver receiver = new(builder.Build());
        receiver._app.MapPost("/", receiver.ReceiveAsync);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        if (body.RootElement.GetProperty("type").GetString() == "call.frame_recording_ready")
        {
            _arrived.TryAdd(body.RootElement.GetProperty("event_id").GetString()!, now);
        }
    }
}
