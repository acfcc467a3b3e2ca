using System.Data.Common;
using Microsoft.Extensions.Options;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Storage;

namespace OrleansFrames.Silo.Ledger;

/// <summary>The silo's one writer: whatever is to be written at about the same time is committed together, on a thread and connection of its own.</summary>
internal sealed partial class LedgerWriter : IDisposable
{
    // Somebody waits for the answer; what comes at the same time still goes with it.
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private readonly LedgerQueue _queue;
    private readonly ILedgerDatabase _database;
    private readonly IDurabilityBarrier _barrier;
    private readonly IOutboxSignal[] _signals;
    private readonly LedgerOptions _options;
    private readonly ILogger<LedgerWriter> _logger;
    private readonly Thread _thread;
    private LedgerSession? _session;
    private int _queuedRows;
    private bool _away;

    public LedgerWriter(
        ILedgerDatabase database,
        IDurabilityBarrier barrier,
        IEnumerable<IOutboxSignal> signals,
        IOptions<LedgerOptions> options,
        ILogger<LedgerWriter> logger)
    {
        (_database, _barrier, _signals, _options, _logger) = (database, barrier, [.. signals], options.Value, logger);
        _queue = new(_options.BatchRows);
        _thread = new Thread(Work) { Name = "ledger writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How long writes wait for company that nobody waits for.</summary>
    public TimeSpan Window => TimeSpan.FromMilliseconds(_options.BatchMilliseconds);

    /// <summary>Carries out a write and returns when it is durable. Cancelling takes back only what is still queued.</summary>
    /// <param name="run">
    /// Called on the writer's thread inside the batch's transaction; if it throws, only its own writes are taken back. Called again when the batch
    /// is tried a second time.
    /// </param>
    /// <param name="picture">Made durable before the commit.</param>
    /// <param name="patience">How long it may wait for company; null: 2 ms.</param>
    /// <exception cref="LedgerException">Nothing of it was written.</exception>
    public async Task<T> RunAsync<T>(
        Func<LedgerBatch, T> run, CancellationToken cancellationToken, int rows = 1, StoredObject? picture = null, TimeSpan? patience = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new LedgerWork<T>(run, rows, picture, patience ?? (Prompt < Window ? Prompt : Window));
        Enqueue(work);
        await using var cancelling = cancellationToken.UnsafeRegister(_ => work.Cancel(cancellationToken), null);
        return await work.Done;
    }

    /// <summary>Refuses new writes and waits at most 10 s for those that are queued.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread.Join(DrainTime);
    }

    private void Enqueue(LedgerWork work)
    {
        var queued = Interlocked.Add(ref _queuedRows, work.Rows);
        try
        {
            if (queued > _options.QueueRows && queued > work.Rows)
            {
                throw new LedgerException($"The ledger does not keep up: {queued - work.Rows} rows are waiting to be written.");
            }

            _queue.Add(work);
        }
        catch (LedgerException)
        {
            Interlocked.Add(ref _queuedRows, -work.Rows);
            throw;
        }
    }

    private void Work()
    {
        while (_queue.Take() is { } batch)
        {
            var items = Taken(batch);
            try
            {
                Write(WithDurablePictures(items));
                Report(null);
            }
            catch (Exception failure)
            {
                var words = _database.Explain(failure is AggregateException { InnerException: { } cause } ? cause : failure);
                CloseSession();
                Report(words);
                items.ForEach(item => item.Fail(new LedgerException(words, failure)));
            }
        }

        CloseSession();
    }

    /// <summary>Closes the connection; the next batch opens a new one. What was not committed is rolled back by the close.</summary>
    private void CloseSession()
    {
        try
        {
            _session?.Dispose();
        }
        catch (DbException failure)
        {
            LogCloseFailed(_logger, failure);
        }

        _session = null;
    }

    /// <summary>Those that were not cancelled while they waited.</summary>
    private List<LedgerWork> Taken(List<LedgerWork> batch)
    {
        Interlocked.Add(ref _queuedRows, -batch.Sum(work => work.Rows));
        batch.RemoveAll(work => !work.TryTake());
        return batch;
    }

    /// <summary>Fails the items whose picture is not durable, and leaves the others.</summary>
    private List<LedgerWork> WithDurablePictures(List<LedgerWork> items)
    {
        var pictures = items.Select(item => item.Picture).OfType<StoredObject>().ToHashSet();
        if (pictures.Count == 0)
        {
            return items;
        }

        var failures = _barrier.Flush(pictures);
        foreach (var item in items.Where(item => item.Picture is { } picture && failures.ContainsKey(picture)).ToArray())
        {
            items.Remove(item);
            item.Fail(new LedgerException($"The picture is not durable: {failures[item.Picture!.Value]}"));
        }

        return items;
    }

    private void Write(List<LedgerWork> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        var batch = Begin();
        var failures = new Exception?[items.Count];
        if (!batch.TryAll(items))
        {
            // Rare: then each item by itself, so that one that fails takes back only its own.
            batch = Begin();
            failures = [.. items.Select(batch.Try)];
        }

        batch.Commit();
        Signal(batch.TouchedHooks);
        for (var i = 0; i < items.Count; i++)
        {
            if (failures[i] is { } failure)
            {
                items[i].Fail(failure as LedgerException ?? new LedgerException(_database.Explain(failure), failure));
            }
            else
            {
                items[i].Succeed();
            }
        }
    }

    private LedgerBatch Begin()
    {
        if (_session is { } kept)
        {
            try
            {
                return Begin(kept);
            }
            catch (DbException) when (kept.IsBroken)
            {
                // The server was away while nothing was written: nobody's write need fail for that.
                CloseSession();
            }
        }

        return Begin(_session = new LedgerSession(_database.OpenWriter(), _database.Script));
    }

    private static LedgerBatch Begin(LedgerSession session)
    {
        LedgerBatch batch = new(session);
        batch.Begin();
        return batch;
    }

    private void Signal(IReadOnlyCollection<HookRef> hooks)
    {
        if (hooks.Count == 0)
        {
            return;
        }

        foreach (var signal in _signals)
        {
            try
            {
                signal.HooksTouched(hooks);
            }
            catch (Exception failure)
            {
                LogSignalFailed(_logger, failure);
            }
        }
    }

    private void Report(string? trouble)
    {
        if (_away == trouble is not null)
        {
            return;
        }

        _away = trouble is not null;
        if (trouble is not null)
        {
            LogAway(_logger, trouble);
        }
        else
        {
            LogBack(_logger);
        }
    }

    [LoggerMessage(LogLevel.Error, "The ledger cannot be written: {Cause}")]
    private static partial void LogAway(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Information, "The ledger can be written again")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The ledger's connection did not close cleanly")]
    private static partial void LogCloseFailed(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Error, "A listener for new deliveries failed; the sweeper finds them later")]
    private static partial void LogSignalFailed(ILogger logger, Exception failure);
}
