using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>A user's backend: verifies each webhook and keeps each event once.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, JsonElement> _events = new();

    private HookReceiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/hook";

    public IReadOnlyDictionary<Guid, JsonElement> Events => _events;

    public ConcurrentQueue<string> Refused { get; } = new();

    public IReadOnlyList<JsonElement> Ready => OfType("call.frame_recording_ready");

    /// <summary>The pictures of one call that were announced.</summary>
    public IReadOnlyList<JsonElement> ReadyOf(Call call) => [.. Ready.Where(body => body.GetProperty("call_cid").GetString() == call.Cid)];

    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        HookReceiver receiver = new(builder.Build());
        receiver._app.MapPost("/hook", receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public IReadOnlyList<JsonElement> OfType(string type) => [.. _events.Values.Where(body => body.GetProperty("type").GetString() == type)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using MemoryStream stream = new();
        await request.Body.CopyToAsync(stream);
        var body = stream.ToArray();
        if (request.Headers["X-SIGNATURE"] != Signature.OfBody(body, SiloProcess.Secret) || request.Headers["X-API-KEY"] != SiloProcess.ApiKey)
        {
            Refused.Enqueue(System.Text.Encoding.UTF8.GetString(body));
            return Results.Unauthorized();
        }

        using var document = JsonDocument.Parse(body);
        _events[document.RootElement.GetProperty("event_id").GetGuid()] = document.RootElement.Clone();
        return Results.Ok();
    }
}
