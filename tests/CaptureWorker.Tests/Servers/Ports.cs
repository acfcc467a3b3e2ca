using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>Ports for programs that cannot choose one themselves.</summary>
internal static class Ports
{
    private const int Attempts = 10;

    /// <summary>Starts a program on a free port. Another process may take it before: then another port is tried.</summary>
    public static async Task<(ServerProcess Server, int Port)> StartAsync(string program, Func<int, string[]> arguments, bool isProbed = true)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Free();
            var server = ServerProcess.Start(program, arguments(port));
            var isUp = false;
            await Patience.UntilAsync($"{program} on port {port}", async () => server.HasExited || (isUp = isProbed ? await AcceptsAsync(port) : IsListenedOn(port)));
            if (isUp && !server.HasExited)
            {
                return (server, port);
            }

            Assert.True(attempt < Attempts, $"{program} does not run: {server.Errors}");
            await server.DisposeAsync();
        }
    }

    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static int FreeUdp()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Somebody listens for datagrams on a port.</summary>
    public static bool IsBound(int port) =>
        System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(each => each.Port == port);

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // For servers that serve one connection only.
    private static bool IsListenedOn(int port) =>
        System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(each => each.Port == port);
}
