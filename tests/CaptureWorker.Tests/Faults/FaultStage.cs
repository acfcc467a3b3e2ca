using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>Servers of faulty sources, for as long as the table is looked at.</summary>
internal sealed class FaultStage(MediaServers servers) : IAsyncDisposable
{
    private readonly Stack<object> _kept = [];
    private readonly Lock _gate = new();

    public MediaServers Servers => servers;

    /// <summary>What nothing may reach.</summary>
    public Canary Canary { get; } = new();

    /// <summary>Disposes of a server in the end.</summary>
    public T Keep<T>(T server)
        where T : class
    {
        lock (_gate)
        {
            _kept.Push(server);
        }

        return server;
    }

    /// <summary>A port that is bound and not listened on: nobody else takes it.</summary>
    public string ClosedPlace()
    {
        var socket = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"{socket.LocalEndPoint}";
    }

    /// <summary>A port that accepts and never answers.</summary>
    public string SilentPlace() => Keep(new Canary()).Place;

    public FaultSource Camera(CameraScript script) => new(Keep(new TestCamera(script)).Url);

    public FaultSource Http(Func<string, Func<NetworkStream, CancellationToken, Task>> answer) => new($"http://{Keep(new RawHttp(answer)).Place}/");

    /// <summary>A server that sends these bytes as a live stream and then keeps silent.</summary>
    public RawHttp Live(byte[] media) => Keep(new RawHttp(_ => async (stream, token) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), token);
        await stream.WriteAsync(media, token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
    }));

    /// <summary>The camera's video as a transport stream.</summary>
    public async Task<byte[]> TransportStreamAsync(string name, params string[] options)
    {
        await servers.RecordAsync(name, ["-t", "3", .. options]);
        return await File.ReadAllBytesAsync(servers.Nginx.PathOf(name));
    }

    /// <summary>A file that ffmpeg makes of its own sources.</summary>
    public async Task<byte[]> MadeAsync(string name, params string[] arguments)
    {
        await using var ffmpeg = ServerProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments, servers.Nginx.PathOf(name)]);
        await ffmpeg.WaitForExitAsync();
        Assert.True(ffmpeg.Errors.Length == 0, ffmpeg.Errors);
        return await File.ReadAllBytesAsync(servers.Nginx.PathOf(name));
    }

    public async Task<SrtServer> SrtAsync(string options = "") => Keep(await SrtServer.StartAsync(servers.Camera, options));

    /// <summary>Sends the camera's video to a UDP port of this machine.</summary>
    public (ServerProcess Sender, FaultSource Source) Udp()
    {
        var port = Ports.FreeUdp();
        var sender = Keep(servers.Camera.Send("-f", "mpegts", string.Create(CultureInfo.InvariantCulture, $"udp://127.0.0.1:{port}?pkt_size=1316")));
        return (sender, new FaultSource(string.Create(CultureInfo.InvariantCulture, $"udp://@:{port}")));
    }

    public async ValueTask DisposeAsync()
    {
        Canary.Dispose();
        while (_kept.TryPop(out var server))
        {
            if (server is IAsyncDisposable later)
            {
                await later.DisposeAsync();
            }
            else
            {
                ((IDisposable)server).Dispose();
            }
        }
    }
}
