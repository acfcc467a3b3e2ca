using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.Bench.Hosts;

internal static class Ports
{
    /// <summary>A TCP port of loopback that nobody listens at.</summary>
    public static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
