using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Delivery;

public static class DeliveryServices
{
    /// <summary>What the grains of delivery need beside the outbox, the sinks and the URLs of pictures. Settings: section <c>Delivery</c>.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new RetrySchedule(Random.Shared.NextDouble));
        services.TryAddSingleton<IHookApp, HookApp>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>());
        services.AddOptions<DeliveryOptions>().BindConfiguration("Delivery").ValidateOnStart();
        return services;
    }
}
