using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Options;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

/// <summary>Reads on a few connections of its own, away from the caller's scheduler: a reader never waits for the writer.</summary>
internal sealed class LedgerReaders(ILedgerDatabase database, IOptions<LedgerOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.Readers);
    private readonly ConcurrentBag<LedgerSession> _idle = [];
    private volatile bool _disposed;

    /// <summary>Reads from one snapshot.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<LedgerSession, T> read, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(read), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private T Read<T>(Func<LedgerSession, T> read)
    {
        LedgerSession? session = null;
        try
        {
            session = LivingIdle() ?? Begin(new LedgerSession(database.OpenReader(), database.Script));
            var answer = read(session);
            session.Execute("rollback");
            Return(session);
            return answer;
        }
        catch (Exception failure)
        {
            session?.Dispose();
            throw failure as LedgerException ?? new LedgerException(database.Explain(failure), failure);
        }
    }

    private static LedgerSession Begin(LedgerSession session)
    {
        try
        {
            session.Execute("begin_read");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private LedgerSession? LivingIdle()
    {
        while (_idle.TryTake(out var idle))
        {
            try
            {
                return Begin(idle);
            }
            catch (DbException) when (idle.IsBroken)
            {
                // The server was away while nobody read.
            }
        }

        return null;
    }

    private void Return(LedgerSession session)
    {
        _idle.Add(session);
        if (_disposed)
        {
            Dispose();
        }
    }
}
