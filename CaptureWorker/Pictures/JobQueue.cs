using System.Diagnostics.CodeAnalysis;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Hands jobs to the threads that wait for them: stills, which have deadlines, before what is decoded ahead.</summary>
internal sealed class JobQueue<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly Queue<T> _stills = new();
    private readonly Queue<T> _others = new();
    private bool _isEnding;

    public void Add(T job, bool isStill)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnding, this);
            (isStill ? _stills : _others).Enqueue(job);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for a job; false when there will be none.</summary>
    public bool TryTake([NotNullWhen(true)] out T? job)
    {
        lock (_gate)
        {
            while (!_stills.TryDequeue(out job) && !_others.TryDequeue(out job))
            {
                if (_isEnding)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            return true;
        }
    }

    /// <summary>No more jobs come; those that wait are still done.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }
    }
}
