using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansFrames.Delivery;
using OrleansFrames.Silo.Hosting.Network;
using OrleansFrames.Silo.Sinks.Webhook;

namespace OrleansFrames.Silo.Sinks;

internal static class SinkServices
{
    /// <summary>Hooks of type <c>webhook</c>. Needs the directory of apps.</summary>
    public static IServiceCollection AddWebhookSink(this IServiceCollection services)
    {
        services.AddNetworkRule();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventSink, WebhookSink>());
        return services;
    }

    /// <summary>Wakes the grains of hooks that owe deliveries. Needs the outbox; to be added after the silo itself.</summary>
    public static IServiceCollection AddOutboxSweeper(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutboxPoker>();
        services.AddHostedService<OutboxSweeper>();
        return services;
    }
}
