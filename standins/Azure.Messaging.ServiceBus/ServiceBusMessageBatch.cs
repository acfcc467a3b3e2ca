namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that are sent together, or not at all.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private const int Overhead = 512;

    internal ServiceBusMessageBatch(long most) => MaxSizeInBytes = most;

    public long MaxSizeInBytes { get; }

    public long SizeInBytes { get; private set; }

    public int Count => Messages.Count;

    internal List<ServiceBusMessage> Messages { get; } = [];

    public bool TryAddMessage(ServiceBusMessage message)
    {
        var size = message.Bytes.Length + Overhead;
        if (SizeInBytes + size > MaxSizeInBytes)
        {
            return false;
        }

        SizeInBytes += size;
        Messages.Add(message);
        return true;
    }

    public void Dispose() => Messages.Clear();
}
