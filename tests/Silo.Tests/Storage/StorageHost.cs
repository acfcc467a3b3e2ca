using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Apps;
using OrleansFrames.Network;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Hosting.Keys;
using OrleansFrames.Silo.Hosting.Network;
using OrleansFrames.Silo.Storage;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

/// <summary>All stores as a silo has them; each app has the one external storage <c>mine</c>, with a bucket of its own.</summary>
internal sealed class StorageHost : IDisposable
{
    public const string Name = "mine";

    private readonly TempFolder _folder = new();
    private readonly ServiceProvider _services;
    private int _asked;

    /// <param name="trusted">A certificate that this silo takes for genuine.</param>
    public StorageHost(StorageType type, StorageAccess access, X509Certificate2? trusted = null, params (string Key, string Value)[] settings)
    {
        (Type, Access) = (type, access);
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)).Append(new("Frames:DataDirectory", _folder.Path));
        var grains = new GrainTable();
        foreach (var app in (string[])["app-1", "app-2"])
        {
            grains.Add<IAppGrain>($"app/{app}", (method, arguments) => method == nameof(IAppGrain.FindStorageAsync)
                ? FindAsync(app, (string)arguments[0]!)
                : throw new NotSupportedException(method));
        }

        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(grains.Factory)
            .AddSingleton<ISecretBox, SecretBox>()
            .AddSingleton<IPublicAddress, Address>()
            .AddKeyRing()
            .AddFrameStores();
        if (trusted is not null)
        {
            services.AddHttpClient(GuardedHttp.ClientName).ConfigurePrimaryHttpMessageHandler(provider => Trusting(provider, trusted));
        }

        _services = services.BuildServiceProvider();
    }

    public HurriedClock Clock { get; } = new();

    public StorageType Type { get; }

    public StorageAccess Access { get; set; }

    public string Path { get; set; } = "frames/stills/";

    public bool IsDeleted { get; set; }

    /// <summary>How often an app was asked for its storage.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public IFrameStore Store => _services.GetRequiredService<IFrameStore>();

    public IFrameUrls Urls => _services.GetRequiredService<IFrameUrls>();

    public IStorageCheck Check => _services.GetRequiredService<IStorageCheck>();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private static SocketsHttpHandler Trusting(IServiceProvider provider, X509Certificate2 trusted)
    {
        var handler = GuardedHttp.CreateHandler(provider.GetRequiredService<AddressRule>());
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == trusted.GetCertHashString(),
        };
        return handler;
    }

    private Task<ExternalStorage?> FindAsync(string app, string name)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult(IsDeleted || name != Name
            ? null
            : new ExternalStorage(Name, Type, $"bucket-{app}", Path, Access.Seal(_services.GetRequiredService<ISecretBox>(), app)));
    }

    private sealed class Address : IPublicAddress
    {
        public string Current => "http://127.0.0.1:8080";
    }
}
