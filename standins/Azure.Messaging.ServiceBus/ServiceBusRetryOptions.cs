namespace Azure.Messaging.ServiceBus;

/// <summary>Nothing is tried again here: <see cref="MaxRetries"/> must be 0.</summary>
public class ServiceBusRetryOptions
{
    public int MaxRetries { get; set; } = 3;

    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
