using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Calls;

/// <summary>The half of a call that works by itself: one write, then what it owes to ledger and capture grains.</summary>
internal sealed partial class CallGrain
{
    private const int FanOut = 32;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, CaptureSpec> _sent = [];
    private readonly Dictionary<string, FailureReason?> _blocked = [];

    /// <summary>The call as it was last written; null when it was never made.</summary>
    private CallBook? _book;

    private CallEgress? _saved;
    private IGrainTimer? _timer;
    private bool _again;
    private bool _reminded;
    private bool _starting;

    public async Task ReportAsync(TrackReport report)
    {
        if (_book?.Egress?.EgressId != report.EgressId || !_book.IsOn())
        {
            return;
        }

        if (report.Blocked)
        {
            _blocked[report.TrackKey] = report.Reason;
        }
        else
        {
            _blocked.Remove(report.TrackKey);
        }

        if (report.Running && _book.Egress.Status == EgressStatus.Starting)
        {
            await ChangeAsync(book => EgressMachine.Run(book!), _ => [], CancellationToken.None);
        }

        await FailIfBlockedAsync(CancellationToken.None);
    }

    /// <summary>A recording fails when all of its tracks are blocked, be it that the last one is now, or that the last that was not has left.</summary>
    private async Task FailIfBlockedAsync(CancellationToken cancellationToken)
    {
        var tracks = CaptureSpecs.Of(_book!, App, Cid);
        if (tracks.Count > 0 && tracks.All(spec => _blocked.ContainsKey(spec.TrackKey)))
        {
            var reason = _blocked[tracks[0].TrackKey];
            await ChangeAsync(
                book => book!.IsOn() ? EgressMachine.End(book!, App, Cid, clock.GetUtcNow(), reason) : book!, _ => [], cancellationToken);
        }
    }

    /// <summary>Makes the next book, with the events that the change owes, in one write; what follows from it is done in the background.</summary>
    /// <returns>The refusal, when the change is refused; then nothing is written.</returns>
    private async Task<Refusal?> ChangeAsync(
        Func<CallBook?, Outcome<CallBook>> change, Func<CallChange, IReadOnlyList<EventDraft>> events, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var outcome = change(_book);
            if (outcome.Refusal is { } refusal)
            {
                return refusal;
            }

            if (ReferenceEquals(outcome.Value, _book))
            {
                return null;
            }

            var next = outcome.Value! with { Revision = (_book?.Revision ?? 0) + 1 };
            var owed = await Views.EventsAsync(next, events(new(_book, next)), clock.GetUtcNow(), cancellationToken);
            next = next with { Owed = [.. next.Owed, .. owed] };
            await stored.SaveAsync(next, cancellationToken);
            _book = next;
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

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_again)
            {
                _again = false;
                await ExpireAsync(cancellationToken);
                await SaveEgressAsync(_book!.Egress, cancellationToken);
                await FlushAsync(cancellationToken);
                await StopLeavingAsync(cancellationToken);
                await FailIfBlockedAsync(cancellationToken);
                await StartTracksAsync(cancellationToken);
                await SaveIndexAsync(cancellationToken);
            }

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
            _again = true;
            _timer!.Change(RetryAfter, Timeout.InfiniteTimeSpan);
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
        else if (Participation.NextDeadline(_book!) is { } deadline)
        {
            var wait = TimeSpan.FromTicks(Math.Max(0, (deadline - clock.GetUtcNow()).Ticks));
            _again = true;
            _timer!.Change(wait, Timeout.InfiniteTimeSpan);

            // A timer that only waits does not keep its grain from being collected.
            DelayDeactivation(wait + RetryAfter);
        }
    }

    private async Task SaveEgressAsync(CallEgress? current, CancellationToken cancellationToken)
    {
        if (current is not { } egress || egress == _saved)
        {
            return;
        }

        var over = egress.Status is EgressStatus.Idle or EgressStatus.Failed;
        var status = egress.Status switch
        {
            EgressStatus.Idle => "stopped",
            EgressStatus.Failed => "failed",
            _ => "running",
        };
        await ledger.SaveEgressAsync(
            new(egress.EgressId, App, Cid, egress.SessionId, egress.StartedAt, over ? egress.EndedAt : null, status, egress.Reason?.WireName(), egress.Storage, egress.Segments),
            cancellationToken);
        _saved = egress;
    }

    /// <summary>Brings the events of an answered request to the ledger, and queries up to date, before the answer; when the ledger is away, the background work goes on trying.</summary>
    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(FlushAsync(cancellationToken), SaveIndexAsync(cancellationToken));
        }
        catch (LedgerException error)
        {
            LogWork(log, error, Cid);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var owed = _book!.Owed;
        if (owed.Count == 0)
        {
            return;
        }

        await ledger.AppendAsync([.. owed.Select(one => new EventRow(one.Id, App, 0, Cid, one.Type, one.CreatedAt, one.Payload))], cancellationToken);
        await ChangeAsync(book => book! with { Owed = [.. book!.Owed.Except(owed)] }, _ => [], cancellationToken);
    }

    /// <summary>Ends the capture of tracks that leave; a stopping recording is over when none is left.</summary>
    private async Task StopLeavingAsync(CancellationToken cancellationToken)
    {
        if (_book!.Egress is not { } egress)
        {
            return;
        }

        foreach (var group in egress.Leaving.Chunk(FanOut))
        {
            await Task.WhenAll(group.Select(track =>
                GrainFactory.GetCapture(egress.EgressId, track.Spec.TrackKey).StopAsync(track.Spec, track.Until, cancellationToken)));
            await beats.RemoveAsync(egress.EgressId, [.. group.Select(track => track.Spec.TrackKey)], cancellationToken);
            foreach (var track in group)
            {
                _sent.Remove(track.Spec.TrackKey);
                _blocked.Remove(track.Spec.TrackKey);
            }

            await ChangeAsync(
                book => book! with { Egress = book!.Egress! with { Leaving = [.. book.Egress!.Leaving.Except(group)] } }, _ => [], cancellationToken);
        }

        if (_book.Egress is { Status: EgressStatus.Stopping, Leaving: [] })
        {
            // Before the next recording may start: its row would take this one's place here.
            await SaveEgressAsync(EgressMachine.Finish(_book).Egress, cancellationToken);
            await ChangeAsync(book => EgressMachine.Finish(book!), Endings, cancellationToken);
        }
    }

    private async Task StartTracksAsync(CancellationToken cancellationToken)
    {
        var changed = CaptureSpecs.Of(_book!, App, Cid)
            .Where(spec => !_sent.TryGetValue(spec.TrackKey, out var sent) || !CaptureSpecs.Same(sent, spec));
        foreach (var group in changed.Chunk(FanOut))
        {
            // Noted first: a track that is revived while its spec is on its way must get it once more.
            foreach (var spec in group)
            {
                _sent[spec.TrackKey] = spec;
            }

            try
            {
                await beats.RegisterAsync(group[0].EgressId, [.. group.Select(spec => spec.TrackKey)], cancellationToken);
                await Task.WhenAll(group.Select(spec => GrainFactory.GetCapture(spec.EgressId, spec.TrackKey).StartAsync(spec, cancellationToken)));
            }
            catch
            {
                foreach (var spec in group)
                {
                    _sent.Remove(spec.TrackKey);
                }

                throw;
            }
        }
    }

    private static IReadOnlyList<EventDraft> Endings(CallChange change)
    {
        var egress = change.After.Egress!;
        EventDraft ended = new(egress.Reason is null ? EventDraft.RecordingStopped : EventDraft.RecordingFailed, Call: true)
        {
            EgressId = egress.EgressId,
            Reason = egress.Reason?.WireName(),
        };
        return egress.EndsSession ? [ended, SessionEnded(egress.SessionId)] : [ended];
    }

    private static EventDraft SessionEnded(string sessionId) => new(EventDraft.SessionEnded, Call: true) { SessionId = sessionId };

    [LoggerMessage(LogLevel.Error, "Call {Cid}: background work failed; it is tried again")]
    private static partial void LogWork(ILogger logger, Exception error, string cid);
}

/// <summary>A call before and after a change.</summary>
/// <param name="Before">Null when the change made the call.</param>
internal sealed record CallChange(CallBook? Before, CallBook After);
