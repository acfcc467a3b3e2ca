using OrleansFrames.Ledger;
using OrleansFrames.Silo.Storage;

namespace OrleansFrames.Silo.Ledger;

/// <summary>One item of a batch, and whoever waits for it.</summary>
internal abstract class LedgerWork(int rows, StoredObject? picture, TimeSpan patience)
{
    private int _taken;

    public int Rows => rows;

    /// <summary>The picture that must be durable before this item commits.</summary>
    public StoredObject? Picture => picture;

    /// <summary>How long it may wait for company.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Decides once whether the item is carried out or was cancelled while it queued.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    public abstract void Run(LedgerBatch batch);

    public abstract void Succeed();

    public abstract void Fail(LedgerException failure);
}

internal sealed class LedgerWork<T>(Func<LedgerBatch, T> run, int rows, StoredObject? picture, TimeSpan patience) : LedgerWork(rows, picture, patience)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;

    public Task<T> Done => _done.Task;

    public override void Run(LedgerBatch batch) => _answer = run(batch);

    public override void Succeed() => _done.TrySetResult(_answer!);

    public override void Fail(LedgerException failure) => _done.TrySetException(failure);

    public void Cancel(CancellationToken cancellationToken)
    {
        if (TryTake())
        {
            _done.SetCanceled(cancellationToken);
        }
    }
}
