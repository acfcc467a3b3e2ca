using System.Text;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusMessage
{
    private const int LongestId = 128;

    private string? _messageId;
    private string? _sessionId;

    public ServiceBusMessage(string body)
        : this(Encoding.UTF8.GetBytes(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body) => Bytes = body;

    public string? MessageId
    {
        get => _messageId;
        set => _messageId = Checked(value, nameof(MessageId));
    }

    public string? SessionId
    {
        get => _sessionId;
        set => _sessionId = Checked(value, nameof(SessionId));
    }

    public string? ContentType { get; set; }

    public string? Subject { get; set; }

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    internal ReadOnlyMemory<byte> Bytes { get; }

    private static string? Checked(string? id, string name) => id is null or { Length: <= LongestId }
        ? id
        : throw new ArgumentOutOfRangeException(name, $"has more than {LongestId} characters");
}
