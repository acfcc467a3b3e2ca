using Amazon;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansFrames.Delivery;
using OrleansFrames.Silo.Hosting.Network;
using OrleansFrames.Silo.Sinks.ServiceBus;
using OrleansFrames.Silo.Sinks.Sqs;
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

    /// <summary>Hooks of type <c>sqs</c>. Needs the box of secrets.</summary>
    public static IServiceCollection AddSqsSink(this IServiceCollection services)
    {
        services.AddNetworkRule();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GuardedAwsHttp>();
        services.TryAddSingleton(provider => new AssumedRoles(
            // Asks files and the machine's metadata service, partly without giving up the thread, which would be that of all deliveries.
            () => Task.Run(() => DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync()),
            (own, region) => new AmazonSecurityTokenServiceClient(own, new AmazonSecurityTokenServiceConfig
            {
                RegionEndpoint = RegionEndpoint.GetBySystemName(region),
                HttpClientFactory = provider.GetRequiredService<GuardedAwsHttp>(),
                MaxErrorRetry = 0,
            }),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<SqsCredentials>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventSink, SqsSink>());
        return services;
    }

    /// <summary>Hooks of type <c>azure_service_bus</c>. Needs the box of secrets.</summary>
    public static IServiceCollection AddServiceBusSink(this IServiceCollection services)
    {
        services.AddNetworkRule();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServiceBusLinks>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventSink, ServiceBusSink>());
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
