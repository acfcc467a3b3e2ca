namespace OrleansFrames.Silo.Hosting;

internal static class FramesOptionsExtensions
{
    public static IServiceCollection AddFramesOptions(this IServiceCollection services)
    {
        if (services.All(service => service.ImplementationType != typeof(FramesOptionsValidator)))
        {
            services.AddOptionsWithValidateOnStart<FramesOptions, FramesOptionsValidator>().BindConfiguration(FramesOptions.Section);
        }

        return services;
    }
}
