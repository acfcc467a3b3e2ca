using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture;

internal static class TickPipelineExtensions
{
    /// <summary>The way of a tick from its due time to its row. Needs a frame grabber, a frame store, a ledger and a secret box.</summary>
    public static IServiceCollection AddTickPipeline(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CaptureInstruments>();
        services.TryAddSingleton<TickGrabber>();
        services.TryAddSingleton<TickStore>();
        services.TryAddSingleton<EventUsers>();
        services.TryAddSingleton<ITickPipeline, TickPipeline>();
        return services;
    }
}
