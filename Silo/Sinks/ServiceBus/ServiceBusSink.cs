using System.Security.Cryptography;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Sinks.ServiceBus;

/// <summary>Puts events into queues and topics of Azure Service Bus, or of its emulator.</summary>
internal sealed class ServiceBusSink(ISecretBox secrets, AddressRule rule, ServiceBusLinks links, TimeProvider clock) : IEventSink
{
    public string HookType => HookRules.AzureServiceBus;

    public async Task<DeliveryResult> SendAsync(DeliveryRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (Open(request, out var reason) is not { } connection || request.Hook.AzureServiceBusEntity is not { Length: > 0 } entity)
        {
            return new(DeliveryVerdict.Retry, Error: reason ?? "the hook has no azure_service_bus_entity");
        }

        var timeout = TimeSpan.FromMilliseconds(request.Hook.TimeoutMs ?? HookRules.DefaultTimeoutMs);
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // Asked for each attempt: the SDK connects again by itself, and with TLS to whatever the name leads to then.
            var addresses = await rule.ResolveAsync(connection.Endpoint.Host, either.Token);
            var target = ServiceBusTarget.Of(connection, entity, addresses);
            var message = ServiceBusEvent.Of(request, body);
            await links.UseAsync(
                request.App, request.Hook.Id, target,
                // Some steps of the SDK's do not look at the token.
                sender => sender.SendMessageAsync(message, either.Token).WaitAsync(either.Token));
            return new(DeliveryVerdict.Delivered);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && ServiceBusFault.IsFarSide(error))
        {
            return deadline.IsCancellationRequested
                ? ConnectionFault.Of(new OperationCanceledException(), connection.Endpoint, timeout)
                : ServiceBusFault.Of(error, connection.Endpoint, timeout);
        }
    }

    private ServiceBusConnection? Open(DeliveryRequest request, out string? reason)
    {
        try
        {
            var text = secrets.Open(request.App, request.Hook.AzureServiceBusConnectionString ?? "");
            var connection = ServiceBusConnection.Parse(text, out var wrong);
            reason = connection is null ? $"the hook's azure_service_bus_connection_string {wrong}" : null;
            return connection;
        }
        catch (CryptographicException)
        {
            reason = "the hook's azure_service_bus_connection_string cannot be opened by this server: send it again";
            return null;
        }
    }
}
