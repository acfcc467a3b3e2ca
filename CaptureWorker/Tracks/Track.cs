using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>Plays one source into a group of pictures, over as many connections as it takes, and makes stills of it when asked.</summary>
internal sealed class Track : IMediaSink, IAsyncDisposable
{
    private readonly PicturePool _pool;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _dropped = new();
    private readonly GroupOfPictures _pictures;
    private readonly TrackLink _link;
    private readonly Task _playing;
    private TaskCompletionSource? _changed;
    private long _announced;
    private long _shown;
    private bool _isClosed;

    public Track(Func<IMediaSink, CancellationToken, Task<SourceFault>> play, PicturePool pool, TrackOptions options, TimeProvider time)
    {
        _pool = pool;
        _time = time;
        _pictures = new GroupOfPictures(options.GroupLimit, options.Reserve);
        _link = new TrackLink(time);
        _playing = PlayAsync(play, options);
    }

    /// <summary>One still, or why there is none, within the request's budget.</summary>
    public async Task<Grab> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        var deadline = _time.GetTimestamp() + (long)(request.Budget.TotalSeconds * _time.TimestampFrequency);
        using var budget = new CancellationTokenSource(request.Budget, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, _dropped.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Grab(new GrabResult(TickOutcome.Overload, null, "the previous grab of this track is still running"));
        }

        try
        {
            return await GrabAsync(request, deadline, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lock (_gate)
            {
                return new Grab(Overdue(request.Budget));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    void IMediaSink.Playing()
    {
        lock (_gate)
        {
            _link.Play(_pictures.Arrived);
            Wake();
        }
    }

    void IMediaSink.Add(in AccessUnit unit)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _pictures.Add(unit);
                Wake();
            }
        }
    }

    void IMediaSink.AddUndecodable(Moment arrival)
    {
        lock (_gate)
        {
            _pictures.AddUndecodable(arrival);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _dropped.CancelAsync();
        await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _isClosed = true;
            _pictures.Dispose();
        }
    }

    private async Task<Grab> GrabAsync(GrabRequest request, long deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            CompressedPicture? picture = null;
            Task changed;
            long used;
            var mode = "key";
            lock (_gate)
            {
                var choice = _isClosed ? Freshness.Choice.Wait : Freshness.Choose(
                    _pictures, _announced, _link.IsFlowing(_pictures.Arrived), request.Interval, unit => _time.GetElapsedTime(unit.Arrival.Timestamp));
                switch (choice)
                {
                    case Freshness.Choice.Key:
                        picture = _pictures.Copy(keyOnly: true);
                        break;
                    case Freshness.Choice.Forward:
                        picture = _pictures.Copy(keyOnly: false);
                        mode = "forward";
                        break;
                    case Freshness.Choice.Frozen:
                        return new Grab(new GrabResult(TickOutcome.Frozen, null, "connected, but no new picture has come since the last one"));
                    default:
                        if (_link.Verdict is { } fault)
                        {
                            return new Grab(fault.ToResult());
                        }

                        break;
                }

                used = picture?.Units[^1].Serial ?? 0;
                changed = (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (picture is not null)
            {
                return await RenderAsync(picture, used, mode, request, deadline);
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private async Task<Grab> RenderAsync(CompressedPicture picture, long used, string mode, GrabRequest request, long deadline)
    {
        RenderedStill still;
        try
        {
            still = await _pool.RenderAsync(picture, request.ShortSide, request.Format, deadline);
        }
        catch (PictureException failed)
        {
            return new Grab(failed.ToResult());
        }

        var isOld = still.Shown.Serial <= _shown;
        _announced = used;
        _shown = Math.Max(_shown, still.Shown.Serial);
        if (isOld || still.IsBlank)
        {
            still.Dispose();
            return isOld
                ? new Grab(new GrabResult(TickOutcome.Frozen, null, "what has come since the last picture shows nothing later"))
                : new Grab(new GrabResult(TickOutcome.Blank, null, "the picture is black"));
        }

        var result = new Picture(still.Bytes, still.Size.Width, still.Size.Height, still.Shown.Arrival.Wall, mode, still.Shown.Arrival.Clock);
        return new Grab(new GrabResult(TickOutcome.Captured, null, null, result), still);
    }

    /// <summary>What a tick is told whose time is up.</summary>
    private GrabResult Overdue(TimeSpan budget)
    {
        if (_link.IsFlowing(_pictures.Arrived))
        {
            return _pictures.IsTailDropped && !_pictures.IsBroken
                ? new GrabResult(TickOutcome.Overload, null, "the group of pictures is larger than the worker keeps, and its key frame has been sent; shorten the camera's key frame interval")
                : GrabResult.Failed(FailureReason.NoKeyframe, "media comes, but no key frame to start decoding from; shorten the camera's key frame interval");
        }

        return _link.Overdue(budget).ToResult();
    }

    private async Task PlayAsync(Func<IMediaSink, CancellationToken, Task<SourceFault>> play, TrackOptions options)
    {
        await Task.Yield();
        var pause = options.FirstPause;
        while (!_dropped.IsCancellationRequested)
        {
            var arrived = _pictures.Arrived;
            var fault = await AttemptAsync(play);
            if (_pictures.Arrived > arrived)
            {
                pause = options.FirstPause;
            }

            lock (_gate)
            {
                _link.Fail(fault, _pictures.Arrived);
                Wake();
            }

            await Task.Delay(fault.IsFinal ? Timeout.InfiniteTimeSpan : pause, _time, _dropped.Token);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
            lock (_gate)
            {
                _link.Connect();
            }
        }
    }

    private async Task<SourceFault> AttemptAsync(Func<IMediaSink, CancellationToken, Task<SourceFault>> play)
    {
        try
        {
            return await play(this, _dropped.Token);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Whatever a hostile source can provoke, its track goes on trying and says why.
            await Console.Error.WriteLineAsync($"error: a source failed: {failed}");
            return SourceFault.Failed(FailureReason.Unsupported, $"what the source sent cannot be handled: {failed.Message}");
        }
    }

    private void Wake()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
