namespace Azure.Messaging.ServiceBus;

/// <summary>Sends over the documented HTTPS API of the service; the package speaks AMQP.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    private readonly Connection _connection;
    private readonly HttpTransport _transport;

    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions())
    {
    }

    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        if (options.RetryOptions.MaxRetries != 0)
        {
            throw new NotSupportedException("This stand-in for Azure.Messaging.ServiceBus tries nothing again: set RetryOptions.MaxRetries to 0.");
        }

        _connection = Connection.Parse(connectionString);
        TransportType = options.TransportType;
        _transport = new(_connection, options.CustomEndpointAddress, options.RetryOptions.TryTimeout);
    }

    public virtual string FullyQualifiedNamespace => _connection.Endpoint.Host;

    public virtual bool IsClosed { get; private set; }

    public ServiceBusTransportType TransportType { get; }

    public virtual ServiceBusSender CreateSender(string queueOrTopicName)
    {
        ArgumentException.ThrowIfNullOrEmpty(queueOrTopicName);
        return _connection.EntityPath is { } path && path != queueOrTopicName
            ? throw new ArgumentException("The queue or topic name must match the entity path of the connection string", nameof(queueOrTopicName))
            : new(_transport, queueOrTopicName);
    }

    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        _transport.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
