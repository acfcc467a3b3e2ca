using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting.Keys;

internal static partial class KeyRingExtensions
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
        services.AddHostedService<KeyStart>();
        return services;
    }

    /// <summary>Reads the keys at start: a damaged key file ends the start, before anything is sealed with another key.</summary>
    private sealed partial class KeyStart(KeyRing keys, ILogger<KeyStart> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            LogKey(logger, keys.CurrentKid);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        [LoggerMessage(LogLevel.Information, "The key {Kid} signs and seals")]
        private static partial void LogKey(ILogger logger, string kid);
    }
}
