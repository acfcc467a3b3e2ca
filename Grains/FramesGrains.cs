using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansFrames.Capture;
using OrleansFrames.Delivery;

namespace OrleansFrames;

public static class FramesGrains
{
    /// <summary>What the grains need beside the ports (ledger, store, grabber, sinks) that the host supplies.</summary>
    public static IServiceCollection AddFramesGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICaptureRoster, CaptureRoster>();
        return services.AddDelivery();
    }
}
