using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting.Keys;

internal static class KeyRingExtensions
{
    /// <summary>The keys of <c>Frames:MasterKeys</c>, or those of <c>master.key</c> in the data directory, made when missing.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddFramesOptions();
        services.AddOptionsWithValidateOnStart<KeyOptions, KeyOptionsValidator>().BindConfiguration(FramesOptions.Section);
        services.TryAddSingleton(provider =>
        {
            var configured = provider.GetRequiredService<IOptions<KeyOptions>>().Value.MasterKeys;
            var directory = provider.GetRequiredService<IOptions<FramesOptions>>().Value.DataDirectory;
            return new KeyRing(configured.Count > 0
                ? [.. configured.Select(key => new MasterKey(key.Kid, Convert.FromBase64String(key.Key)))]
                : MasterKeyFile.ReadOrMake(Path.Combine(directory, "master.key")));
        });
        return services;
    }
}
