using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace OrleansFrames.Calls;

/// <summary>The half of a call that works by itself: one write, then what it owes to ledger, users and capture grains.</summary>
internal sealed partial class CallGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>The call as it was last written; null when it was never made.</summary>
    private CallBook? _book;

    private IGrainTimer? _timer;
    private bool _again;

    private static Outcome<CallStep> Plain(Outcome<CallBook> outcome, string? leftBecause = null)
        => outcome.Refusal is { } refusal ? refusal : new CallStep(outcome.Value!, [], leftBecause);

    private Task<Refusal?> ChangeAsync(Func<CallBook?, Outcome<CallBook>> change, CancellationToken cancellationToken, string? leftBecause = null)
        => StepAsync(book => Plain(change(book), leftBecause), cancellationToken);

    /// <summary>Makes the next book, with the events that the change owes, in one write; what follows from it is done in the background.</summary>
    /// <returns>The refusal, when the change is refused; then nothing is written.</returns>
    private async Task<Refusal?> StepAsync(Func<CallBook?, Outcome<CallStep>> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var outcome = change(_book);
            if (outcome.Refusal is { } refusal)
            {
                return refusal;
            }

            var step = outcome.Value!;
            if (ReferenceEquals(step.Book, _book))
            {
                return null;
            }

            var next = step.Book with { Revision = (_book?.Revision ?? 0) + 1 };
            CallChange made = new(_book, next);
            var owed = await Views.EventsAsync(next, [.. step.Told, .. CallNews.Of(made, step.LeftBecause)], clock.GetUtcNow(), cancellationToken);
            await SaveAsync(
                next with
                {
                    Owed = [.. next.Owed, .. owed],
                    Presences = [.. next.Presences, .. CallNews.Moved(made).Select(userId => new OwedPresence(userId, next.Revision))],
                },
                cancellationToken);
        }
        finally
        {
            _gate.Release();
        }

        Work();
        return null;
    }

    /// <summary>Sees to it that the background work runs, now or once more after the present run.</summary>
    private void Work()
    {
        _again = true;
        _timer ??= this.RegisterGrainTimer(
            static (self, cancellationToken) => self.WorkAsync(cancellationToken),
            this,
            new() { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void WorkLater()
    {
        _again = true;
        _timer!.Change(RetryAfter, Timeout.InfiniteTimeSpan);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_again)
            {
                _again = false;
                await ExpireAsync(cancellationToken);
                await Task.WhenAll(SaveEgressAsync(_book!.Egress, cancellationToken), FlushAsync(cancellationToken));
                StopLeaving();
                await ForgetStoppedAsync(cancellationToken);
                await FinishAsync(cancellationToken);
                await FailIfBlockedAsync(cancellationToken);
                await ChangeAsync(book => AutoOn.Start(book!, NewId, clock.GetUtcNow()), cancellationToken);
                await StartTracksAsync(cancellationToken);
                await ChangeAsync(book => CallDeletion.Erase(book!), cancellationToken);
                await SaveIndexAsync(cancellationToken);
            }

            await WriteSettledAsync(cancellationToken);
            await RestAsync();
        }
        catch (InconsistentStateException error)
        {
            // Another activation has written: what this one knows is old, and would be refused for ever.
            LogWork(log, error, Cid);
            DeactivateOnIdle();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogWork(log, error, Cid);
            WorkLater();
        }
    }

    /// <summary>Nothing is left to do until the next deadline.</summary>
    private async Task RestAsync()
    {
        await ForgetReminderAsync();
        if (_again)
        {
            _timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
        else if (Deadline() is { } deadline)
        {
            var wait = TimeSpan.FromTicks(Math.Max(0, (deadline - clock.GetUtcNow()).Ticks));
            _again = true;
            _timer!.Change(wait, Timeout.InfiniteTimeSpan);

            // A timer that only waits does not keep its grain from being collected.
            DelayDeactivation(wait + RetryAfter);
        }
    }

    private DateTimeOffset? Deadline() => ((DateTimeOffset?[])
    [
        Participation.NextDeadline(_book!),
        Reach.NextDeadline(_book!, _unreachable),
        _usersAway ? clock.GetUtcNow() + RetryAfter : null,
        _settledAt + WriteSettledAfter,
        _restsSince + ReminderStays,
    ]).Min();

    [LoggerMessage(LogLevel.Error, "Call {Cid}: background work failed; it is tried again")]
    private static partial void LogWork(ILogger logger, Exception error, string cid);
}
