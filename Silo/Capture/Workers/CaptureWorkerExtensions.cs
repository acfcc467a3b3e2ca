using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Registers the capture workers.</summary>
public static class CaptureWorkerExtensions
{
    /// <summary>Adds <see cref="IFrameGrabber"/> by worker processes that the host starts, supervises and ends.</summary>
    public static IServiceCollection AddCaptureWorkers(this IServiceCollection services, Action<CaptureWorkerOptions>? configure = null)
    {
        services.AddOptionsWithValidateOnStart<CaptureWorkerOptions>().ValidateDataAnnotations().Configure(configure ?? (_ => { }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CaptureWorkerOptions>, CaptureWorkerOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<WorkerInstruments>();
        services.TryAddSingleton<WorkerPool>();
        services.TryAddSingleton<IFrameGrabber>(provider => provider.GetRequiredService<WorkerPool>());
        services.AddHostedService(provider => provider.GetRequiredService<WorkerPool>());
        return services;
    }
}
