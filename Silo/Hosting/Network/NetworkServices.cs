using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Hosting.Network;

internal static class NetworkServices
{
    /// <summary>The address rule and the HTTP client that keeps it. Settings: section <c>Network</c>.</summary>
    public static IServiceCollection AddNetworkRule(this IServiceCollection services)
    {
        // Sinks and stores each ask for it; a list that is bound twice has every entry twice.
        if (services.Any(service => service.ImplementationType == typeof(NetworkOptionsValidator)))
        {
            return services;
        }

        services.AddSingleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidator>();
        services.AddOptions<NetworkOptions>().BindConfiguration("Network").ValidateOnStart();
        services.TryAddSingleton(provider => Rule(provider.GetRequiredService<IOptions<NetworkOptions>>().Value));
        // The factory's own loggers write whole URLs, which may hold secrets.
        services.AddHttpClient(GuardedHttp.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => GuardedHttp.CreateHandler(provider.GetRequiredService<AddressRule>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    /// <summary>The client that connects only where the address rule allows. It has no time-out of its own: give each request a token.</summary>
    public static HttpClient CreateGuarded(this IHttpClientFactory clients) => clients.CreateClient(GuardedHttp.ClientName);

    private static AddressRule Rule(NetworkOptions options)
        => new([.. options.Allow.Select(text => IPNetwork.Parse(text))], options.AllowPrivate);
}
