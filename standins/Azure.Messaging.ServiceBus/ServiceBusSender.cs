namespace Azure.Messaging.ServiceBus;

public class ServiceBusSender : IAsyncDisposable
{
    // What the standard tier takes at most, messages and batches alike.
    private const long MaxSize = 256 * 1024;

    private readonly HttpTransport _transport;

    internal ServiceBusSender(HttpTransport transport, string entity) => (_transport, EntityPath) = (transport, entity);

    public virtual string EntityPath { get; }

    public virtual bool IsClosed { get; private set; }

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
        => SendAsync([message], cancellationToken);

    public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
        => messageBatch.Count == 0 ? Task.CompletedTask : SendAsync(messageBatch.Messages, cancellationToken);

    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) => new(new ServiceBusMessageBatch(MaxSize));

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private Task SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return _transport.SendAsync(EntityPath, messages, cancellationToken);
    }
}
