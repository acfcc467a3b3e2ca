using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Network;
using OrleansFrames.Silo.Sinks;

namespace OrleansFrames.Silo.Tests.Sinks;

/// <summary>The sinks as the silo registers them.</summary>
internal static class SinkSetup
{
    public const string App = "key-1";
    public const string Secret = "s3cret-ü";

    public static ServiceProvider Build(AddressRule? rule = null, TimeProvider? clock = null, Dictionary<string, string?>? settings = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton<IAppDirectory, OneApp>();
        services.AddSingleton<ISecretBox, OpenBox>();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddLogging();
        if (rule is not null)
        {
            services.AddSingleton(rule);
        }

        return services.AddWebhookSink().AddSqsSink().AddServiceBusSink().BuildServiceProvider();
    }

    public static IEventSink Sink(this IServiceProvider provider, string hookType)
        => provider.GetServices<IEventSink>().Single(sink => sink.HookType == hookType);

    public static DeliveryRequest Request(string url, int timeoutMs = 30_000, string app = App)
        => Request(new EventHook("hook-1", "webhook", true, [], "all", url, timeoutMs, null, null), app);

    public static DeliveryRequest Request(EventHook hook, string app = App) => new(
        hook, app, Guid.Parse("11111111-2222-5333-8444-555555555555"), "t", "{}", null, null, TimeSpan.Zero, 3);

    internal sealed class OneApp : IAppDirectory
    {
        public IReadOnlyList<string> ApiKeys => [App];

        public IReadOnlyList<string> SecretsOf(string apiKey) => apiKey == App ? [Secret, "older"] : [];
    }

    internal sealed class OpenBox : ISecretBox
    {
        public string Seal(string app, string secret) => $"{app}|{secret}";

        public string Open(string app, string sealedSecret)
            => sealedSecret.Split('|') is [var owner, var secret] && owner == app ? secret : throw new CryptographicException("sealed for another app");
    }
}
