using System.Diagnostics;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

/// <summary>
/// What waits for the ledger's writer, until the least patient of it has waited long enough or a batch is full. The writer sleeps in the kernel:
/// the collections of the framework spin before they do, and being woken for each write costs more than writing.
/// </summary>
/// <param name="batchRows">A batch is full from here on.</param>
internal sealed class LedgerQueue(int batchRows)
{
    private readonly object _gate = new();
    private readonly Queue<LedgerWork> _waiting = new();
    private long _takeAt = long.MaxValue;
    private int _rows;
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
            _rows += work.Rows;
            var takeAt = Stopwatch.GetTimestamp() + (long)(work.Patience.TotalSeconds * Stopwatch.Frequency);
            if (takeAt < _takeAt || _rows >= batchRows)
            {
                _takeAt = Math.Min(_takeAt, takeAt);
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>The next batch, in the order in which it came, as long as that takes; null once the queue is closed and empty.</summary>
    public List<LedgerWork>? Take()
    {
        lock (_gate)
        {
            while (Left() is var left && left > TimeSpan.Zero)
            {
                // Whole milliseconds: of a part of one it would not wait at all, but come round again and again.
                Monitor.Wait(_gate, left == TimeSpan.MaxValue ? Timeout.Infinite : (int)Math.Ceiling(left.TotalMilliseconds));
            }

            return _waiting.Count == 0 ? null : TakeBatch();
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

    private TimeSpan Left()
    {
        if (_isClosed || _rows >= batchRows)
        {
            return TimeSpan.Zero;
        }

        return _waiting.Count == 0 ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _takeAt);
    }

    private List<LedgerWork> TakeBatch()
    {
        List<LedgerWork> batch = [];
        for (var rows = 0; rows < batchRows && _waiting.TryDequeue(out var work);)
        {
            batch.Add(work);
            rows += work.Rows;
            _rows -= work.Rows;
        }

        // What is left has waited long enough for the next batch.
        _takeAt = _waiting.Count == 0 ? long.MaxValue : 0;
        return batch;
    }
}
