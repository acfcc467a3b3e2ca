namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>
/// Bytes that all tracks of a worker share: a few cameras with rare key frames can be decoded forward from them, while the worker's
/// memory stays bounded when all cameras are of that kind.
/// </summary>
/// <param name="total">Bytes for all tracks together.</param>
/// <param name="most">Bytes for one track at most.</param>
internal sealed class MemoryReserve(long total, int most)
{
    private long _lent;

    /// <summary>Lends more bytes to a borrower that has some already; false when that is too much.</summary>
    public bool TryLend(int has, int more)
    {
        if (has + more > most)
        {
            return false;
        }

        if (Interlocked.Add(ref _lent, more) <= total)
        {
            return true;
        }

        GiveBack(more);
        return false;
    }

    public void GiveBack(int bytes) => Interlocked.Add(ref _lent, -bytes);
}
