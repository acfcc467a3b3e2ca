using System.Collections.Concurrent;
using System.Text;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

/// <summary>A sink of type <c>sqs</c> that takes everything and remembers it.</summary>
internal sealed class FakeQueues : IEventSink
{
    private readonly ConcurrentQueue<(DeliveryRequest Request, string Body)> _sent = new();

    public string HookType => "sqs";

    public (DeliveryRequest Request, string Body)[] SentFor(string app) => [.. _sent.Where(one => one.Request.App == app)];

    public Task<DeliveryResult> SendAsync(DeliveryRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        _sent.Enqueue((request, Encoding.UTF8.GetString(body.Span)));
        return Task.FromResult(new DeliveryResult(DeliveryVerdict.Delivered, 200));
    }
}
