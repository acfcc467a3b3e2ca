using System.Net;
using System.Net.Sockets;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Hosting.Network;

/// <summary>
/// HTTP out of this server: connects to the very addresses that the rule has checked, so that neither a redirect, nor a proxy, nor a name
/// server that changes its mind leads elsewhere.
/// </summary>
internal static class GuardedHttp
{
    public const string ClientName = "guarded";

    /// <summary>Most of an answer's body that is read to keep its connection, in bytes.</summary>
    public const int MaxDrain = 16 * 1024;

    private const int MaxHeaderKilobytes = 16;
    private const int MaxConnectionsPerServer = 64;

    public static SocketsHttpHandler CreateHandler(AddressRule rule) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxResponseDrainSize = MaxDrain,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        MaxConnectionsPerServer = MaxConnectionsPerServer,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(rule, context.DnsEndPoint, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(AddressRule rule, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await rule.ResolveAsync(target.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            if (socket.RemoteEndPoint is IPEndPoint peer)
            {
                rule.Check(target.Host, peer.Address);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
