namespace Azure.Messaging.ServiceBus;

public class ServiceBusException : Exception
{
    public ServiceBusException()
    {
    }

    public ServiceBusException(
        bool isTransient, string message, string? entityName = null, ServiceBusFailureReason reason = ServiceBusFailureReason.GeneralError,
        Exception? innerException = null)
        : base(message, innerException) => (IsTransient, EntityPath, Reason) = (isTransient, entityName, reason);

    public ServiceBusException(string message, ServiceBusFailureReason reason, string? entityPath = null, Exception? innerException = null)
        : this(
            reason is ServiceBusFailureReason.ServiceCommunicationProblem or ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.ServiceBusy,
            message, entityPath, reason, innerException)
    {
    }

    public bool IsTransient { get; }

    public ServiceBusFailureReason Reason { get; }

    public string? EntityPath { get; }

    public override string Message => $"{base.Message} ({Reason})";
}
