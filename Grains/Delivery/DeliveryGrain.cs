using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansFrames.Storage;

namespace OrleansFrames.Delivery;

[StatelessWorker(1), Reentrant]
internal sealed partial class DeliveryGrain(IEnumerable<IEventSink> sinks, IFrameUrls urls, ILogger<DeliveryGrain> logger) : Grain, IDeliveryGrain
{
    private readonly Dictionary<string, IEventSink> _sinks = sinks.ToDictionary(sink => sink.HookType, StringComparer.Ordinal);

    public async Task<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        if (!_sinks.TryGetValue(request.Hook.HookType, out var sink))
        {
            LogNoSink(logger, request.Hook.Id, request.Hook.HookType);
            return new(DeliveryVerdict.Retry, Error: $"this server has no sink for hooks of type '{request.Hook.HookType}'");
        }

        ReadOnlyMemory<byte> body;
        try
        {
            body = await ComposeAsync(request, cancellationToken);
        }
        catch (JsonException error)
        {
            LogBadPayload(logger, error, request.EventId);
            return new(DeliveryVerdict.Retry, Error: "the event's payload is no JSON object");
        }
        catch (FrameUrlException error)
        {
            return new(DeliveryVerdict.Retry, Error: $"the picture's URL cannot be signed: {error.Message}");
        }

        return await sink.SendAsync(request, body, cancellationToken);
    }

    /// <summary>The URL is minted for each attempt, so that it is as long-lived as the first one's was.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ComposeAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        var url = request is { ObjectKey: { } key, StoredAt: { } storedAt }
            ? await urls.MintAsync(request.App, key, storedAt, request.UrlLife, cancellationToken)
            : null;
        return DeliveryBody.Compose(request.Payload, request.EventId, request.ObjectKey is not null, url);
    }

    [LoggerMessage(LogLevel.Error, "Hook {HookId} is of type {HookType}, for which no sink is registered")]
    private static partial void LogNoSink(ILogger logger, string hookId, string hookType);

    [LoggerMessage(LogLevel.Error, "Event {EventId} has a payload that is no JSON object")]
    private static partial void LogBadPayload(ILogger logger, Exception error, Guid eventId);
}
