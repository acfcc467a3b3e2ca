using System.Net;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Sinks.ServiceBus;

/// <summary>What a client is made for: one that was made for an equal target can be used again.</summary>
/// <param name="Address">Connected to in the place of the name in the connection string; null where the SDK resolves that name itself.</param>
internal sealed record ServiceBusTarget(string ConnectionString, string Entity, Uri? Address)
{
    /// <param name="allowed">Addresses of the endpoint that the address rule has checked.</param>
    public static ServiceBusTarget Of(ServiceBusConnection connection, string entity, IReadOnlyList<IPAddress> allowed)
        => new(connection.Text, entity, AddressOf(connection, allowed));

    public override string ToString() => $"{Entity} at {Address}";

    // The SDK takes the address that is connected to also for the name that the certificate must have: with TLS it cannot be pinned.
    private static Uri? AddressOf(ServiceBusConnection connection, IReadOnlyList<IPAddress> allowed)
    {
        var endpoint = connection.Endpoint;
        if (!connection.IsEmulator)
        {
            return endpoint.Port > 0 ? endpoint : null;
        }

        // The order of a name's addresses changes from answer to answer; a client should not.
        var address = allowed.MinBy(one => one.ToString(), StringComparer.Ordinal)!;
        return new UriBuilder(endpoint.Scheme, address.ToString(), endpoint.Port).Uri;
    }
}
