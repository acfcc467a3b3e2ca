using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>An RTSP camera on loopback that follows a script.</summary>
internal sealed class TestCamera : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _clients = [];
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();
    private readonly Channel<byte[]> _reports = Channel.CreateUnbounded<byte[]>();
    private int _pictures;

    public TestCamera(CameraScript script)
    {
        Script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public CameraScript Script { get; set; }

    public int Port { get; }

    public string Url => $"{(Script.Certificate is null ? "rtsp" : "rtsps")}://127.0.0.1:{Port}/cam";

    /// <summary>First lines of the requests, in order of arrival.</summary>
    public ChannelReader<string> Requests => _requests.Reader;

    /// <summary>What the receivers reported, in order of arrival.</summary>
    public ChannelReader<byte[]> Reports => _reports.Reader;

    /// <summary>Connections taken so far.</summary>
    public int Connections => _clients.Count;

    /// <summary>Pictures sent over all connections.</summary>
    public int Pictures => Volatile.Read(ref _pictures);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal int NextPicture() => Interlocked.Increment(ref _pictures);

    internal void TakeReport(byte[] report) => _reports.Writer.TryWrite(report);

    internal void Log(string request) => _requests.Writer.TryWrite(request);

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            _clients.Add(Task.Run(() => ServeAsync(client)));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var served = new TestCameraClient(this, client);
        await served.ServeAsync(_stopping.Token);
    }
}
