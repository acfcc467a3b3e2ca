using Azure.Messaging.ServiceBus;

namespace OrleansFrames.Silo.Sinks.ServiceBus;

/// <summary>A client with its one sender, and how many attempts use it now. Not safe for threads: its owner holds a lock.</summary>
internal sealed class ServiceBusLink(ServiceBusTarget target, long now) : IAsyncDisposable
{
    private readonly ServiceBusClient _client = new(target.ConnectionString, Options(target));
    private ServiceBusSender? _sender;

    public ServiceBusTarget Target => target;

    public ServiceBusSender Sender => _sender ??= _client.CreateSender(target.Entity);

    /// <summary>Attempts under way.</summary>
    public int Users { get; set; }

    /// <summary>No new attempt uses it.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Timestamp of its last use.</summary>
    public long UsedAt { get; set; } = now;

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static ServiceBusClientOptions Options(ServiceBusTarget target) => new()
    {
        TransportType = ServiceBusTransportType.AmqpTcp,
        CustomEndpointAddress = target.Address,
        // One attempt is one try, and an attempt has its own deadline: the outbox knows when to try again.
        RetryOptions = new() { MaxRetries = 0, TryTimeout = TimeSpan.FromSeconds(35) },
    };
}
