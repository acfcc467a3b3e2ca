using OrleansFrames.Apps;

namespace OrleansFrames.Delivery;

/// <summary>Where a hook leads, and as whom it goes there.</summary>
internal static class HookTarget
{
    public static bool IsSame(EventHook? one, EventHook? other) => Equals(Of(one), Of(other));

    private static object? Of(EventHook? hook) => hook is null
        ? null
        : (hook.Enabled, hook.WebhookUrl, (hook.SqsQueueUrl, hook.SqsRegion, hook.SqsAuthType, hook.SqsKey, hook.SqsSecret, hook.SqsRoleArn),
            (hook.AzureServiceBusConnectionString, hook.AzureServiceBusEntity));
}
