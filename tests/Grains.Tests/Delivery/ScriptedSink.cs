using System.Collections.Concurrent;
using System.Text;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

/// <summary>A far side that does what the test says, hook by hook, and remembers what it was sent.</summary>
internal sealed class ScriptedSink : IEventSink
{
    private readonly ConcurrentDictionary<string, Func<DeliveryRequest, Task<DeliveryResult>>> _scripts = new();
    private readonly ConcurrentQueue<Sent> _sent = new();
    private readonly ConcurrentDictionary<string, int> _underWay = new();

    public Signal Changed { get; } = new();

    public string HookType => "webhook";

    public void Script(string hookId, Func<DeliveryRequest, Task<DeliveryResult>> script) => _scripts[hookId] = script;

    public void Answer(string hookId, DeliveryResult result) => Script(hookId, _ => Task.FromResult(result));

    public IReadOnlyList<Sent> To(string hookId) => [.. _sent.Where(one => one.Request.Hook.Id == hookId)];

    public int UnderWay(string hookId) => _underWay.GetValueOrDefault(hookId);

    public async Task<DeliveryResult> SendAsync(DeliveryRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        _sent.Enqueue(new(request, Encoding.UTF8.GetString(body.Span)));
        _underWay.AddOrUpdate(request.Hook.Id, 1, (_, count) => count + 1);
        Changed.Raise();
        try
        {
            await Task.Yield();
            return await _scripts[request.Hook.Id](request);
        }
        finally
        {
            _underWay.AddOrUpdate(request.Hook.Id, 0, (_, count) => count - 1);
            Changed.Raise();
        }
    }

    internal sealed record Sent(DeliveryRequest Request, string Body);
}
