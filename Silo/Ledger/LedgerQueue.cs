using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

/// <summary>
/// What waits for the ledger's writer. It sleeps in the kernel: the collections of the framework spin before they do, and a writer that is woken
/// for every tick would spend more on that than on writing.
/// </summary>
internal sealed class LedgerQueue
{
    private readonly object _gate = new();
    private readonly Queue<LedgerWork> _waiting = new();
    private bool _isClosed;

    /// <exception cref="LedgerException">Nothing is taken any more.</exception>
    public void Add(LedgerWork work)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new LedgerException("The ledger is closed.");
            }

            _waiting.Enqueue(work);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The next work, as long as that takes; null once the queue is closed and empty.</summary>
    public LedgerWork? Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            return _waiting.Dequeue();
        }
    }

    /// <summary>The next work if it is there within a time.</summary>
    public bool TryTake([NotNullWhen(true)] out LedgerWork? work, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            for (var left = patience; _waiting.Count == 0 && !_isClosed && left > TimeSpan.Zero; left = patience - Stopwatch.GetElapsedTime(began))
            {
                Monitor.Wait(_gate, left);
            }

            return _waiting.TryDequeue(out work);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
