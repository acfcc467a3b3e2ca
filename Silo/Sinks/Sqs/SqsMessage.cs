using System.Text;
using Amazon.SQS.Model;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Sinks.Sqs;

/// <summary>
/// One event as one message: its JSON as it is, or base64 of its gzip where the app wants bodies compressed (what GetStream's libraries read).
/// </summary>
internal static class SqsMessage
{
    // Amazon's limit.
    private const int LongestGroup = 128;

    public static SendMessageRequest Of(SqsQueue queue, DeliveryRequest request, ReadOnlyMemory<byte> body)
    {
        var id = DeliveryId.Of(request.EventId, request.Hook.Id).ToString();
        return new()
        {
            QueueUrl = request.Hook.SqsQueueUrl,
            MessageBody = request.Compress ? Convert.ToBase64String(Gzip.Of(body.Span)) : Text(body),
            MessageGroupId = queue.IsFifo ? QueueGroup.Of(request.CallCid ?? request.App, LongestGroup) : null,
            MessageDeduplicationId = queue.IsFifo ? id : null,
            MessageAttributes = new()
            {
                ["X-Api-Key"] = Attribute(request.App),
                ["X-Webhook-Id"] = Attribute(id),
                ["type"] = Attribute(request.Type),
            },
        };
    }

    // A queue refuses these two characters; in JSON they can only stand inside a string.
    private static string Text(ReadOnlyMemory<byte> body)
        => Encoding.UTF8.GetString(body.Span).Replace("\uFFFE", "\\ufffe", StringComparison.Ordinal).Replace("\uFFFF", "\\uffff", StringComparison.Ordinal);

    private static MessageAttributeValue Attribute(string text) => new() { DataType = "String", StringValue = text };
}
