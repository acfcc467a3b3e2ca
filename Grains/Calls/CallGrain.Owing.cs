using OrleansFrames.Ledger;

namespace OrleansFrames.Calls;

/// <summary>What a call owes to its users and to the ledger, from the write that made it to the write that forgets it.</summary>
internal sealed partial class CallGrain
{
    // The next change usually comes sooner and writes it along.
    private static readonly TimeSpan WriteSettledAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _flushing = new(1);

    /// <summary>Since when the stored call owes more than this one; null when it does not.</summary>
    private DateTimeOffset? _settledAt;

    /// <summary>Brings the events of an answered request to the ledger, and queries up to date, before the answer; when it is away, the background work goes on trying.</summary>
    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(FlushAsync(cancellationToken), SaveIndexAsync(cancellationToken));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogWork(log, error, Cid);
        }
    }

    /// <summary>Settles what the call owes to its users and to the ledger. One at a time: what users hear must not come in another order than it happened.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            var (owed, presences) = (_book!.Owed, _book.Presences);
            if (owed.Count == 0 && presences.Count == 0)
            {
                return;
            }

            var told = await TellUsersAsync(presences, cancellationToken) ? presences : [];
            if (owed.Count > 0)
            {
                await ledger.AppendAsync([.. owed.Select(one => new EventRow(one.Id, App, 0, Cid, one.Type, one.CreatedAt, one.Payload))], cancellationToken);
            }

            if (owed.Count > 0 || told.Count > 0)
            {
                await SettleAsync(owed, told, cancellationToken);
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>
    /// What was owed is owed no more. That is not worth a write of its own: the next one stores it. Whoever reads the call before appends the same
    /// events once more, and finds them there.
    /// </summary>
    private async Task SettleAsync(IReadOnlyList<OwedEvent> owed, IReadOnlyList<OwedPresence> told, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _book = _book! with { Owed = [.. _book!.Owed.Except(owed)], Presences = [.. _book.Presences.Except(told)] };
            _settledAt ??= clock.GetUtcNow();
        }
        finally
        {
            _gate.Release();
        }

        Work();
    }

    private async Task WriteSettledAsync(CancellationToken cancellationToken)
    {
        if (_settledAt is not { } settledAt || settledAt + WriteSettledAfter > clock.GetUtcNow())
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_settledAt is not null)
            {
                await stored.SaveAsync(_book!, cancellationToken);
                _settledAt = null;
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
