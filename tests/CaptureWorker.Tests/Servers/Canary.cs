using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>A server inside the network that nothing must ever reach.</summary>
internal sealed class Canary : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Canary() => _listener.Start();

    /// <summary>Host and port.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Somebody has connected: the system has accepted for it.</summary>
    public bool IsTouched => _listener.Pending();

    public void Dispose() => _listener.Dispose();
}
