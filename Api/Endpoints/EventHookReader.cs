using OrleansFrames.Api.Input;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's EventHook, with our own fields of Azure Service Bus.</summary>
internal static class EventHookReader
{
    private const int MostTypes = 200;
    private const int LongestUrl = 2_048;
    private const int LongestKey = 128;
    private const int LongestSecret = 256;
    private const int LongestEntity = 260;
    private const string ConnectionString = "azure_service_bus_connection_string";
    private const string Entity = "azure_service_bus_entity";

    public static EventHook Read(RequestInput input) => Read(input.Body);

    public static EventHook Read(JsonFields hook)
    {
        var connectionString = hook.Text(ConnectionString, LongestUrl);
        // Times are the service's own, whatever an echoed hook says.
        return new(
            hook.Text("id", longest: 64) ?? "",
            hook.RequiredText("hook_type", longest: 64),
            hook.Flag("enabled") ?? true,
            hook.Texts("event_types", MostTypes) ?? [],
            hook.Text("product", longest: 64) ?? "",
            hook.Text("webhook_url", LongestUrl),
            hook.Number("timeout_ms"),
            null,
            null)
        {
            SqsQueueUrl = hook.Text("sqs_queue_url", LongestUrl),
            SqsRegion = hook.Text("sqs_region", LongestKey),
            SqsAuthType = hook.Text("sqs_auth_type", LongestKey),
            SqsKey = hook.Text("sqs_key", LongestKey),
            SqsSecret = hook.Text("sqs_secret", LongestSecret),
            SqsRoleArn = hook.Text("sqs_role_arn", LongestUrl),
            AzureServiceBusConnectionString = connectionString,
            AzureServiceBusEntity = BusEntity(hook, connectionString),
        };
    }

    // Grains see the connection string sealed: what is wrong with it is said here or never.
    private static string? BusEntity(JsonFields hook, string? connectionString)
    {
        var entity = hook.Text(Entity, LongestEntity);
        if (string.IsNullOrEmpty(connectionString) || connectionString == HookSecrets.Mask)
        {
            return entity;
        }

        if (ServiceBusConnection.Parse(connectionString, out var reason) is not { } connection)
        {
            hook.Refuse(ConnectionString, reason);
            return entity;
        }

        if (string.IsNullOrEmpty(entity))
        {
            return connection.EntityPath;
        }

        if (connection.EntityPath is { } path && path != entity)
        {
            hook.Refuse(Entity, "is not the EntityPath of the connection string");
        }

        return entity;
    }
}
