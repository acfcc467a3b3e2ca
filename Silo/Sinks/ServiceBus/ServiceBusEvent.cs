using Azure.Messaging.ServiceBus;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Sinks.ServiceBus;

/// <summary>One event as one message: its JSON as it is, or base64 of its gzip where the app wants bodies compressed, as in queues of Amazon SQS.</summary>
internal static class ServiceBusEvent
{
    // Service Bus's limit of session ids, in characters.
    private const int LongestSession = 128;

    public static ServiceBusMessage Of(DeliveryRequest request, ReadOnlyMemory<byte> body)
    {
        var id = DeliveryId.Of(request.EventId, request.Hook.Id).ToString();
        ServiceBusMessage message = request.Compress ? new(Convert.ToBase64String(Gzip.Of(body.Span))) : new(body);
        message.MessageId = id;
        message.SessionId = QueueGroup.Of(request.CallCid ?? request.App, LongestSession);
        message.Subject = request.Type;
        message.ContentType = request.Compress ? "text/plain" : "application/json";
        message.ApplicationProperties["X-Api-Key"] = request.App;
        message.ApplicationProperties["X-Webhook-Id"] = id;
        message.ApplicationProperties["type"] = request.Type;
        return message;
    }
}
