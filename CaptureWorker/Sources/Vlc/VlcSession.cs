using LibVLCSharp.Shared;

namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>One media played by libVLC into a sink.</summary>
internal sealed class VlcSession : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    // libVLC that does not stop holds a thread and memory: a worker full of those is better replaced.
    private const int MaxLost = 8;
    private const int ExitCode = 5;

    private static int _lost;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MediaPipe? _pipe;
    private readonly TimeProvider _time;
    private readonly VlcTap _tap;
    private readonly Media _media;
    private readonly MediaPlayer _player;

    private VlcSession(Func<LibVLC, string[], Media> open, string[] options, bool isTimed, MediaPipe? pipe, IMediaSink sink, TimeProvider time)
    {
        var vlc = VlcLibrary.Load();
        _pipe = pipe;
        _time = time;
        _tap = new VlcTap(sink, time);
        _media = open(vlc, [_tap.Option(isTimed), ":no-sout-all", ":no-sout-audio", ":no-sout-spu", .. options]);
        _player = new MediaPlayer(_media);
        _player.EndReached += OnEnded;
        _player.EncounteredError += OnEnded;
        if (!_player.Play())
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>libVLC reads no more: the media is over, or it cannot make anything of it.</summary>
    public Task Ended => _ended.Task;

    public VlcTap Tap => _tap;

    /// <summary>Plays what is written to a pipe, which the session owns from then on.</summary>
    /// <exception cref="SourceException">libVLC is not installed.</exception>
    public static VlcSession Open(MediaPipe pipe, MediaFormat format, IMediaSink sink, TimeProvider time) =>
        new((vlc, options) => new Media(vlc, pipe, options), format.Options, format.IsRecording, pipe, sink, time);

    /// <summary>Plays a URL that libVLC itself opens: its address must have been checked.</summary>
    /// <exception cref="SourceException">libVLC is not installed.</exception>
    public static VlcSession Open(Uri url, string[] options, IMediaSink sink, TimeProvider time) =>
        new((vlc, all) => new Media(vlc, url, all), options, isTimed: false, pipe: null, sink, time);

    public async ValueTask DisposeAsync()
    {
        _pipe?.Abort();

        // It waits for libVLC's threads: never on one of those, and not on one that others wait for.
        var stopping = Task.Factory.StartNew(_player.Stop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await stopping.WaitAsync(StopLimit, _time);
        }
        catch (TimeoutException)
        {
            // Its callbacks may still come, so nothing of it may be freed.
            await Console.Error.WriteLineAsync($"error: libVLC did not stop a source within {StopLimit.TotalSeconds} s");
            if (Interlocked.Increment(ref _lost) >= MaxLost)
            {
                Environment.Exit(ExitCode);
            }

            return;
        }

        _player.EndReached -= OnEnded;
        _player.EncounteredError -= OnEnded;
        _player.Dispose();
        _media.Dispose();
        _tap.Dispose();
        _pipe?.Dispose();
    }

    private void OnEnded(object? sender, EventArgs happened) => _ended.TrySetResult();
}
