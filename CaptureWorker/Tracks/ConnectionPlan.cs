using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>
/// Whether a track stays connected between two captures or connects for each of them: where the source says that this costs less, where a
/// picture comes soon after connecting, and where the source does not mind.
/// </summary>
internal sealed class ConnectionPlan(SourceDemand demand, TimeProvider time)
{
    private const int RememberedLeads = 8;
    private const int MostFailures = 2;

    // How long the next picture takes differs; the tick waits for what is missing still.
    private const double LeadMargin = 1.25;
    private static readonly TimeSpan LeastMargin = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _leads = new();
    private CancellationTokenSource? _attempt;
    private Task _lettingGo = Task.CompletedTask;
    private TaskCompletionSource? _wanted;
    private long _started;
    private long _let;
    private TimeSpan _sleep;
    private int _failures;
    private bool _hasPicture;
    private bool _isVisit;

    /// <summary>This connection was made for one capture.</summary>
    public bool IsVisit
    {
        get
        {
            lock (_gate)
            {
                return _isVisit;
            }
        }
    }

    /// <summary>Waits until a connection is wanted. The token source ends it, and is the caller's to dispose of.</summary>
    public async Task<CancellationTokenSource> BeginAsync(CancellationToken cancellationToken)
    {
        var (wanted, left) = Pause();
        if (wanted is not null)
        {
            await Task.WhenAny(wanted, Task.Delay(left, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        lock (_gate)
        {
            (_started, _hasPicture, _isVisit, _wanted) = (time.GetTimestamp(), false, wanted is not null, null);
            return _attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }
    }

    /// <summary>A tick asks: it does not wait for the time that was reckoned.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _wanted?.TrySetResult();
        }
    }

    /// <summary>A picture came that can be decoded.</summary>
    public void Received()
    {
        lock (_gate)
        {
            if (_hasPicture)
            {
                return;
            }

            (_hasPicture, _failures) = (true, 0);
            _leads.Enqueue(time.GetElapsedTime(_started));
            if (_leads.Count > RememberedLeads)
            {
                _leads.Dequeue();
            }
        }
    }

    /// <summary>The connection has ended: its token source may be disposed of when this completes.</summary>
    /// <param name="isFailure">By itself.</param>
    public Task EndAsync(bool isFailure)
    {
        lock (_gate)
        {
            _attempt = null;
            _failures += isFailure && _isVisit && !_hasPicture ? 1 : 0;
            return _lettingGo;
        }
    }

    /// <summary>The tick has its picture: ends the connection until shortly before the next tick, where that is the better way.</summary>
    /// <param name="asked">When the tick asked.</param>
    /// <param name="interval">Until the next one does.</param>
    public bool TryLetGo(long asked, TimeSpan interval)
    {
        lock (_gate)
        {
            if (_attempt is null || !_hasPicture || _failures >= MostFailures || demand.ReconnectFrom is not { } from || interval < from)
            {
                return false;
            }

            var lead = (_leads.Max() * LeadMargin) + LeastMargin;
            if (lead > interval / 2)
            {
                return false;
            }

            _let = time.GetTimestamp();
            _sleep = interval - lead - time.GetElapsedTime(asked);
            _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _lettingGo = _attempt.CancelAsync();
            _attempt = null;
            return true;
        }
    }

    private (Task? Wanted, TimeSpan Left) Pause()
    {
        lock (_gate)
        {
            var left = _sleep - time.GetElapsedTime(_let);
            return (_wanted?.Task, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }
}
