using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using OrleansFrames.Cameras.Pictures;
using OrleansFrames.Cameras.Rtsp;

namespace OrleansFrames.Cameras;

/// <summary>An RTSP server on loopback (TCP interleaved) for cameras whose video is made on the spot by <c>ffmpeg</c>.</summary>
public sealed class CameraServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Camera> _cameras = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _work = new();
    private readonly TimeProvider _clock;
    private Socket? _listener;
    private int _added;

    private CameraServer(int port, TimeProvider clock)
    {
        (Port, _clock) = (port, clock);
        Listen();
    }

    /// <summary>The TCP port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Starts a server without cameras.</summary>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    /// <param name="clock">Paces the pictures and is shown in them.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static Task<CameraServer> StartAsync(int port, TimeProvider clock, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new CameraServer(port, clock));
    }

    /// <summary>Adds a camera and returns when its first picture can be watched.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the name is taken.</exception>
    /// <exception cref="FfmpegException">The encoder could not start.</exception>
    public async Task<Camera> AddAsync(CameraOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        options.Validate();
        if (_cameras.ContainsKey(options.Path))
        {
            throw Taken(options);
        }

        var colour = options.Colour ?? (ParticipantColour)((Interlocked.Increment(ref _added) - 1) % Palette.Count);
        var camera = new Camera(this, options, colour, _clock, _stop.Token);
        Keep(camera.Completion);
        await (await Task.WhenAny(camera.FirstPicture, camera.Completion).WaitAsync(cancellationToken));
        return _cameras.TryAdd(options.Path, camera) ? camera : throw Taken(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        lock (_gate)
        {
            _listener?.Dispose();
        }

        await Task.WhenAll(_work.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    internal void Remove(Camera camera) => _cameras.TryRemove(KeyValuePair.Create(camera.Options.Path, camera));

    /// <summary>Opens or closes the listener, as the cameras' faults want it.</summary>
    internal void Listen()
    {
        lock (_gate)
        {
            var refuses = _cameras.Values.Any(camera => camera.Fault == CameraFault.Refusing);
            if (refuses)
            {
                _listener?.Dispose();
                _listener = null;
            }
            else if (_listener is null && !_stop.IsCancellationRequested)
            {
                _listener = Bind();
                Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
                Keep(AcceptAllAsync(_listener));
            }
        }
    }

    private static ArgumentException Taken(CameraOptions options) => new($"A camera is already served at /{options.Path}.");

    private Socket Bind()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            listener.Listen(512);
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    private async Task AcceptAllAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(_stop.Token);
                socket.NoDelay = true;
                Keep(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The listener was closed: by a camera that refuses, or with the server.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var connection = new RtspConnection(socket, path => _cameras.GetValueOrDefault(path), _clock);
        await connection.RunAsync(_stop.Token);
    }

    private void Keep(Task work)
    {
        _work[work] = 0;
        _ = work.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
