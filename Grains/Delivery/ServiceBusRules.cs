using System.Text.RegularExpressions;
using OrleansFrames.Apps;

namespace OrleansFrames.Delivery;

/// <summary>What a hook of type <c>azure_service_bus</c> may be. Its connection string is sealed here: what it may be is looked at where it comes in.</summary>
internal static partial class ServiceBusRules
{
    /// <returns>Fields with what is wrong with each.</returns>
    public static IEnumerable<(string Field, string Reason)> Faults(EventHook hook)
    {
        if (string.IsNullOrEmpty(hook.AzureServiceBusConnectionString))
        {
            yield return ("azure_service_bus_connection_string", "is required");
        }
        else if (hook.AzureServiceBusConnectionString == HookSecrets.Mask)
        {
            yield return ("azure_service_bus_connection_string", "is the mask of a stored one, and none is stored: send the string itself");
        }

        if (string.IsNullOrEmpty(hook.AzureServiceBusEntity))
        {
            yield return ("azure_service_bus_entity", "is required where the connection string has no EntityPath");
        }
        else if (!EntityName().IsMatch(hook.AzureServiceBusEntity))
        {
            yield return ("azure_service_bus_entity", "must be the name of a queue or topic: 1 to 260 letters, digits, ., -, _ and / within");
        }
    }

    // Service Bus's own rule: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftservicebus
    [GeneratedRegex(@"^(?=.{1,260}\z)[A-Za-z0-9](?:[A-Za-z0-9._-]|/(?=[A-Za-z0-9]))*\z")]
    private static partial Regex EntityName();
}
