using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>Plays one source into a group of pictures, over as many connections as it takes, and makes stills of it when asked.</summary>
internal sealed class Track : IMediaSink, IAsyncDisposable
{
    private readonly SourceDemand _demand;
    private readonly PicturePool _pool;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _dropped = new();
    private readonly GroupOfPictures _pictures;
    private readonly KeyRhythm _rhythm;
    private readonly ContinuousDecoding _continuous;
    private readonly TrackLink _link;
    private readonly ConnectionPlan _plan;
    private readonly Task _playing;
    private TaskCompletionSource? _changed;
    private byte[]? _known;
    private TimeSpan _interval;
    private long _asked;
    private long _announced;
    private long _shown;
    private bool _isClosed;

    public Track(
        SourceDemand demand, Func<SourceDemand, IMediaSink, CancellationToken, Task<SourceFault>> play, PicturePool pool, TrackOptions options, TimeProvider time)
    {
        _demand = demand;
        _pool = pool;
        _time = time;
        _pictures = new GroupOfPictures(options.GroupLimit, options.Reserve);
        _rhythm = new KeyRhythm(time);
        _continuous = new ContinuousDecoding(_pictures, _gate, pool, options.Contexts, time);
        _link = new TrackLink(time);
        _plan = new ConnectionPlan(demand, time);
        _playing = new SourcePlayer((sink, token) => play(demand, sink, token), _plan, options, time)
            .PlayAsync(this, Connecting, Failed, _dropped.Token);
    }

    /// <summary>One still, or why there is none, within the request's budget.</summary>
    public async Task<Grab> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        var deadline = _time.GetTimestamp() + (long)(request.Budget.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            (_asked, _interval) = (_time.GetTimestamp(), request.Interval);
        }

        _plan.Wake();
        using var budget = new CancellationTokenSource(request.Budget, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, _dropped.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Grab(new GrabResult(TickOutcome.Overload, null, "the track's previous pictures are still being decoded"));
        }

        try
        {
            return await GrabAsync(request, deadline, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lock (_gate)
            {
                return new Grab(_link.Overdue(request.Budget, _pictures));
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
            _rhythm.Restart();
            _known = AnnouncedKey() ?? _known;
            Wake();
        }
    }

    void IMediaSink.Waiting(SourceFault fault)
    {
        lock (_gate)
        {
            _link.Note(fault);
        }
    }

    void IMediaSink.Add(in AccessUnit unit)
    {
        lock (_gate)
        {
            if (_isClosed || _link.IsAsleep)
            {
                return;
            }

            _pictures.Add(unit);
            _plan.Received();
            if (unit.IsKey)
            {
                _rhythm.Beat(unit.Arrival.Timestamp);
                Recognize();
            }

            Wake();
            if (!_demand.GivesKeysWhenAsked && _pictures.Pending is { } oldest && _rhythm.WantsDecoding(oldest.Arrival.Timestamp, unit.Arrival.Timestamp, _asked, _interval))
            {
                _ = _continuous.DecodeAheadAsync(_turn);
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

        await _turn.WaitAsync();
        _continuous.End();
        _turn.Release();
    }

    private async Task<Grab> GrabAsync(GrabRequest request, long deadline, CancellationToken cancellationToken)
    {
        var order = new StillOrder(request.ShortSide, request.Format, deadline);
        while (true)
        {
            Task changed;
            Task<RenderedStill>? rendering = null;
            var mode = "";
            lock (_gate)
            {
                var choice = _isClosed ? Freshness.Choice.Wait : Freshness.Choose(
                    _pictures, _announced, _link.IsFlowing(_pictures.Arrived), request.Interval, unit => _time.GetElapsedTime(unit.Arrival.Timestamp));
                if (choice == Freshness.Choice.Frozen)
                {
                    return new Grab(new GrabResult(TickOutcome.Frozen, null, "connected, but no new picture has come since the last one"));
                }

                if (choice != Freshness.Choice.Wait)
                {
                    (rendering, mode) = Render(choice, order);
                }
                else if (_link.Verdict is { } fault)
                {
                    return new Grab(fault.ToResult());
                }

                changed = (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (rendering is not null)
            {
                return await AnswerAsync(rendering, mode);
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Begins to make a still, the cheapest way there is.</summary>
    private (Task<RenderedStill> Rendering, string Mode) Render(Freshness.Choice choice, StillOrder order)
    {
        var isSparse = !_demand.GivesKeysWhenAsked && _rhythm.IsSparse(_interval, _time.GetTimestamp());
        if (choice == Freshness.Choice.Forward && (_pictures.IsTaken || isSparse) && _continuous.TryBegin(_pictures.Format!))
        {
            return (_continuous.RenderAsync(order), "continuous");
        }

        if (!_pictures.IsTaken)
        {
            _continuous.Idle(isSparse);
        }

        var picture = _pictures.Copy(keyOnly: choice == Freshness.Choice.Key);
        return (_pool.RenderAsync(picture, order), choice == Freshness.Choice.Forward ? "forward" : _plan.IsVisit ? "connect" : "key");
    }

    private async Task<Grab> AnswerAsync(Task<RenderedStill> rendering, string mode)
    {
        RenderedStill still;
        try
        {
            still = await rendering;
        }
        catch (PictureException failed)
        {
            return new Grab(failed.ToResult());
        }

        var isOld = Announce(still);
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

    /// <summary>The still is made; shows whether there was one as late before.</summary>
    private bool Announce(RenderedStill still)
    {
        bool isOld, isLetGo;
        lock (_gate)
        {
            isOld = still.Shown.Serial <= _shown;
            _announced = Math.Max(_announced, still.Used);
            _shown = Math.Max(_shown, still.Shown.Serial);
            isLetGo = !isOld && !_isClosed && _plan.TryLetGo(_asked, _interval);
            if (isLetGo)
            {
                _known = AnnouncedKey();
                _pictures.Clear();
                _link.Sleep();
            }
        }

        if (isLetGo)
        {
            _continuous.End();
        }

        return isOld;
    }

    private byte[]? AnnouncedKey() => _pictures.Key is { } key && key.Serial <= _announced ? _pictures.Fingerprint() : null;

    // A server that keeps a dead camera's last pictures for those who connect must not have them announced again and again.
    private void Recognize()
    {
        if (_known is { } known && _pictures.Fingerprint().AsSpan().SequenceEqual(known))
        {
            _announced = Math.Max(_announced, _pictures.Arrived);
        }

        _known = null;
    }

    /// <summary>An attempt has ended.</summary>
    /// <returns>Access units of the track so far.</returns>
    private long Failed(SourceFault fault)
    {
        lock (_gate)
        {
            _link.Fail(fault, _pictures.Arrived);
            Wake();
            return _pictures.Arrived;
        }
    }

    private void Connecting()
    {
        lock (_gate)
        {
            _link.Connect();
        }
    }

    private void Wake()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
