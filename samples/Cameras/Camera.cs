using OrleansFrames.Cameras.Video;
using OrleansFrames.Cameras.Rtsp;

namespace OrleansFrames.Cameras;

/// <summary>A camera of a <see cref="CameraServer"/>, with the switches for what can go wrong with it.</summary>
public sealed class Camera
{
    private readonly Lock _gate = new();
    private readonly HashSet<RtspConnection> _connections = [];
    private readonly HashSet<Viewer> _viewers = [];
    private readonly List<AccessUnit> _group = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CameraServer _server;
    private readonly CameraFeed _feed;

    internal Camera(CameraServer server, CameraOptions options, ParticipantColour colour, TimeProvider clock, CancellationToken stop)
    {
        (_server, Options, Colour) = (server, options, colour);
        Url = new UriBuilder("rtsp", "127.0.0.1", server.Port, options.Path)
        {
            UserName = options.Auth == CameraAuth.None ? "" : Uri.EscapeDataString(options.User),
            Password = options.Auth == CameraAuth.None ? "" : Uri.EscapeDataString(options.Password),
        }.Uri;
        _feed = new(options, colour, clock, Deliver);
        Completion = RunAsync(stop);
    }

    public string Name => Options.Name;

    /// <summary>Where its video is, with user and password where it asks for them.</summary>
    public Uri Url { get; }

    public ParticipantColour Colour { get; }

    /// <summary>Ends with the server, or with an <see cref="FfmpegException"/> when the encoder does; then the camera is gone (404).</summary>
    public Task Completion { get; }

    /// <summary>What it sees. Clients see a change with the next frame.</summary>
    public CameraPicture Picture
    {
        get => _feed.Picture;
        set => _feed.Picture = value;
    }

    /// <summary>What is wrong with it, from now on.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The fault was <see cref="CameraFault.Refusing"/>, and meanwhile someone took the port.</exception>
    public CameraFault Fault
    {
        get;
        set
        {
            field = value;
            _server.Listen();
            if (value is not (CameraFault.None or CameraFault.Stalled or CameraFault.Frozen))
            {
                DropConnections();
            }
        }
    }

    /// <summary>Clients that are being sent video.</summary>
    public int Viewers
    {
        get
        {
            lock (_gate)
            {
                return _viewers.Count;
            }
        }
    }

    internal CameraOptions Options { get; }

    internal Task FirstPicture => _first.Task;

    internal (bool Report, bool Video) Sends => (Fault != CameraFault.Stalled, Fault is not (CameraFault.Stalled or CameraFault.Frozen));

    /// <summary>Cuts every connection to this camera. Its clients may come back at once.</summary>
    public void DropConnections()
    {
        lock (_gate)
        {
            foreach (var connection in _connections)
            {
                connection.Drop();
            }
        }
    }

    internal void Enter(RtspConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
        }
    }

    internal void Leave(RtspConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    internal string Describe()
    {
        lock (_gate)
        {
            return Fault == CameraFault.AudioOnly ? Sdp.AudioOnly : Sdp.Video(_group[0], Options.FramesPerSecond);
        }
    }

    internal Viewer Watch()
    {
        lock (_gate)
        {
            var viewer = new Viewer(_group);
            _viewers.Add(viewer);
            return viewer;
        }
    }

    internal void Unwatch(Viewer viewer)
    {
        lock (_gate)
        {
            _viewers.Remove(viewer);
        }
    }

    private void Deliver(AccessUnit unit)
    {
        lock (_gate)
        {
            if (unit.IsKey)
            {
                _group.Clear();
            }

            _group.Add(unit);
            foreach (var viewer in _viewers)
            {
                viewer.Offer(unit);
            }
        }

        _first.TrySetResult();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _feed.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            _server.Remove(this);
            DropConnections();
        }
    }
}
