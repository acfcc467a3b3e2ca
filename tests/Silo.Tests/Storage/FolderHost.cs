using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Hosting.Keys;
using OrleansFrames.Silo.Storage;
using OrleansFrames.Silo.Storage.Folder;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

/// <summary>The folder store as a silo has it.</summary>
internal sealed class FolderHost : IDisposable
{
    private readonly ServiceProvider _services;

    public FolderHost(string directory, params (string Key, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)).Append(new("Frames:DataDirectory", directory));
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IPublicAddress, FixedAddress>()
            .AddKeyRing()
            .AddFolderStore()
            .BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public FolderStore Store => _services.GetRequiredService<FolderStore>();

    public FolderUrls Urls => _services.GetRequiredService<FolderUrls>();

    public IFrameContent Content => _services.GetRequiredService<IFrameContent>();

    public IDurabilityBarrier Barrier => _services.GetRequiredService<IDurabilityBarrier>();

    public void Dispose() => _services.Dispose();

    /// <summary>The address of the settings; a silo without one says where it listens.</summary>
    private sealed class FixedAddress(IConfiguration settings) : IPublicAddress
    {
        public string Current => (settings["Frames:PublicUrl"] ?? "http://127.0.0.1:8080").TrimEnd('/');
    }
}
