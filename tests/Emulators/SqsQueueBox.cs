using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansFrames.Emulators;

/// <summary>One queue: takes messages, gives them out, forgets those that were deleted. A FIFO queue drops repeats.</summary>
internal sealed class SqsQueueBox(bool isFifo)
{
    private const int MaxBytes = 1_048_576;

    private readonly Lock _lock = new();
    private readonly List<SqsMessageRow> _all = [];
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _deleted = [];

    public IReadOnlyList<SqsMessageRow> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public (object? Answer, (string Code, string Message)? Refusal) Answer(string action, JsonElement request)
    {
        lock (_lock)
        {
            return action switch
            {
                "SendMessage" => Send(request),
                "ReceiveMessage" => (new { Messages = Receive(request) }, null),
                _ => (new { Deleted = _deleted.Add(request.GetProperty("ReceiptHandle").GetString()!) }, null),
            };
        }
    }

    private (object?, (string, string)?) Send(JsonElement request)
    {
        var body = request.GetProperty("MessageBody").GetString()!;
        if (body.Length == 0 || body.Any(c => c is '\uFFFE' or '\uFFFF' or < ' ' and not ('\t' or '\n' or '\r')))
        {
            return (null, ("InvalidMessageContents", "The message contains characters outside the allowed set."));
        }

        if (Encoding.UTF8.GetByteCount(body) > MaxBytes)
        {
            return (null, ("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes."));
        }

        var group = Text(request, "MessageGroupId");
        var repeat = Text(request, "MessageDeduplicationId");
        if (isFifo ? group is null or { Length: > 128 } || repeat is null or { Length: > 128 } : repeat is not null)
        {
            return (null, ("InvalidParameterValue", "MessageGroupId and MessageDeduplicationId are for FIFO queues, and needed there."));
        }

        var attributes = request.TryGetProperty("MessageAttributes", out var given)
            ? given.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetProperty("StringValue").GetString()!)
            : [];
        SqsMessageRow row = new(Guid.NewGuid().ToString(), body, attributes, group, repeat);
        if (repeat is null || _seen.Add(repeat))
        {
            _all.Add(row);
        }

        return (new { row.MessageId, MD5OfMessageBody = Md5(body) }, null);
    }

    private IEnumerable<object> Receive(JsonElement request)
    {
        var most = request.TryGetProperty("MaxNumberOfMessages", out var number) ? number.GetInt32() : 1;
        return [.. _all.Where(row => !_deleted.Contains(row.MessageId)).Take(most).Select(row => new
        {
            row.MessageId,
            ReceiptHandle = row.MessageId,
            MD5OfBody = Md5(row.Body),
            row.Body,
            MessageAttributes = row.Attributes.ToDictionary(one => one.Key, one => new { DataType = "String", StringValue = one.Value }),
        })];
    }

    private static string? Text(JsonElement request, string name) => request.TryGetProperty(name, out var value) ? value.GetString() : null;

    // CA5351: the protocol's checksum, no protection.
#pragma warning disable CA5351
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}

/// <summary>A message that a queue has taken.</summary>
/// <param name="RepeatId">MessageDeduplicationId.</param>
public sealed record SqsMessageRow(string MessageId, string Body, IReadOnlyDictionary<string, string> Attributes, string? GroupId, string? RepeatId);
