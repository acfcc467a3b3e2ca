using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.Folder;

internal static class FolderStoreExtensions
{
    /// <summary>Pictures in a folder of the data directory, their signed URLs, and what serves them. Needs a key ring.</summary>
    public static IServiceCollection AddFolderStore(this IServiceCollection services)
    {
        services.AddFramesOptions();
        services.AddOptionsWithValidateOnStart<FolderStoreOptions, FolderStoreOptionsValidator>().BindConfiguration(FolderStoreOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FramePaths>();
        services.TryAddSingleton<FrameSigner>();
        services.TryAddSingleton<FolderStore>();
        services.TryAddSingleton<IDurabilityBarrier, FolderBarrier>();
        services.TryAddSingleton<FolderUrls>();
        services.TryAddSingleton<IFrameContent, FolderContent>();
        return services;
    }
}
