using Azure.Messaging.ServiceBus;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Sinks.ServiceBus;

/// <summary>One sentence for each way in which a queue or topic does not take a message, with the status that Service Bus's own table gives it.</summary>
internal static class ServiceBusFault
{
    private const int LongestMessage = 300;

    // Throttling ends sooner, but not in the few seconds of a second attempt.
    private static readonly TimeSpan ThrottledWait = TimeSpan.FromSeconds(60);

    public static bool IsFarSide(Exception error)
        => error is ServiceBusException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or NotSupportedException or FormatException
            || ConnectionFault.IsFarSide(error);

    public static DeliveryResult Of(Exception error, Uri endpoint, TimeSpan timeout) => error switch
    {
        ServiceBusException { Reason: ServiceBusFailureReason.ServiceTimeout } => ConnectionFault.Of(new OperationCanceledException(), endpoint, timeout),
        ServiceBusException { Reason: ServiceBusFailureReason.ServiceCommunicationProblem } => ConnectionFault.Of(error.InnerException ?? error, endpoint, timeout),
        ServiceBusException answer => new(
            DeliveryVerdict.Retry,
            StatusOf(answer.Reason),
            Error: $"{endpoint.Authority} answered {answer.Reason}: {Short(answer.Message)}",
            RetryAfter: answer.Reason == ServiceBusFailureReason.ServiceBusy ? ThrottledWait : null),
        UnauthorizedAccessException => new(DeliveryVerdict.Retry, 401, Error: $"{endpoint.Authority} answered Unauthorized: {Short(error.Message)}"),
        _ when ConnectionFault.IsFarSide(error) => ConnectionFault.Of(error, endpoint, timeout),
        _ => new(DeliveryVerdict.Retry, Error: $"{endpoint.Authority} cannot be sent this message: {Short(error.Message)}"),
    };

    private static int? StatusOf(ServiceBusFailureReason reason) => reason switch
    {
        ServiceBusFailureReason.MessagingEntityNotFound => 404,
        ServiceBusFailureReason.QuotaExceeded or ServiceBusFailureReason.MessageSizeExceeded => 403,
        ServiceBusFailureReason.MessagingEntityDisabled => 400,
        ServiceBusFailureReason.ServiceBusy => 503,
        _ => null,
    };

    private static string Short(string message)
    {
        var line = message.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "...";
    }
}
