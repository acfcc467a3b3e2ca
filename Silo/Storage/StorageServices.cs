using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansFrames.Silo.Hosting.Network;
using OrleansFrames.Silo.Storage.AzureBlob;
using OrleansFrames.Silo.Storage.External;
using OrleansFrames.Silo.Storage.Folder;
using OrleansFrames.Silo.Storage.S3;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage;

internal static class StorageServices
{
    /// <summary>The built-in store and the external storages of the apps. Needs a key ring, a secret box and the grains.</summary>
    public static IServiceCollection AddFrameStores(this IServiceCollection services)
    {
        services.AddFolderStore();
        services.AddNetworkRule();
        services.AddOptionsWithValidateOnStart<ExternalStorageOptions, ExternalStorageOptionsValidator>().BindConfiguration(ExternalStorageOptions.Section);
        services.TryAddSingleton<GuardedAwsClients>();
        services.TryAddSingleton<S3Opener>();
        services.TryAddSingleton<AzureOpener>();
        services.TryAddSingleton<StorageOpener>();
        services.TryAddSingleton<ExternalStorages>();
        services.TryAddSingleton<IFrameStore, FrameStores>();
        services.TryAddSingleton<IFrameUrls, FrameUrls>();
        services.TryAddSingleton<IStorageCheck, StorageCheck>();
        return services;
    }
}
