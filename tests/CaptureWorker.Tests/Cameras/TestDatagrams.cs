using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>The ports of a <see cref="TestCamera"/> for one client that takes its media as datagrams.</summary>
internal sealed class TestDatagrams : IDisposable
{
    private readonly Socket _media = Open();
    private readonly Socket _control = Open();
    private readonly IPEndPoint _clientMedia;
    private readonly IPEndPoint _clientControl;

    /// <param name="camera">Told what comes back.</param>
    /// <param name="transport">What SETUP asks for.</param>
    public TestDatagrams(TestCamera camera, string transport, CancellationToken cancellationToken)
    {
        var ports = transport.Split("client_port=")[1].Split('-', ';');
        _clientMedia = new IPEndPoint(IPAddress.Loopback, int.Parse(ports[0]));
        _clientControl = new IPEndPoint(IPAddress.Loopback, int.Parse(ports[1]));
        Answer = $"{transport};server_port={PortOf(_media)}-{PortOf(_control)}";
        _ = ReceiveAsync(_media, _ => camera.Log("(punched)"), cancellationToken);
        _ = ReceiveAsync(_control, camera.TakeReport, cancellationToken);
    }

    /// <summary>The transport that SETUP's answer names.</summary>
    public string Answer { get; }

    /// <summary>Sends what would go over the connection, without its channel.</summary>
    public void Send(byte[] interleaved)
    {
        var isControl = interleaved[1] == 1;
        (isControl ? _control : _media).SendTo(interleaved.AsSpan(4), isControl ? _clientControl : _clientMedia);
    }

    public void Dispose()
    {
        _media.Dispose();
        _control.Dispose();
    }

    private static async Task ReceiveAsync(Socket socket, Action<byte[]> take, CancellationToken cancellationToken)
    {
        var buffer = new byte[2048];
        var anybody = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anybody, cancellationToken);
                take(buffer[..received.ReceivedBytes]);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The camera is gone.
        }
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
