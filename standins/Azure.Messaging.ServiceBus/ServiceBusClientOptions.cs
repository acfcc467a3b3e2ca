namespace Azure.Messaging.ServiceBus;

public class ServiceBusClientOptions
{
    public ServiceBusTransportType TransportType { get; set; } = ServiceBusTransportType.AmqpTcp;

    public ServiceBusRetryOptions RetryOptions { get; set; } = new();

    /// <summary>Connected to in the place of the namespace.</summary>
    public Uri? CustomEndpointAddress { get; set; }
}
