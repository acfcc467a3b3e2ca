using Microsoft.Extensions.Logging;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Calls;

/// <summary>The half of a call that works by itself: one write, then what it owes to ledger and capture grains.</summary>
internal sealed partial class CallGrain
{
    private const string Reminder = "recording";
    private const int FanOut = 32;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, CaptureSpec> _sent = [];
    private readonly HashSet<string> _blocked = [];

    /// <summary>The call as it was last written; null when it was never made.</summary>
    private CallBook? _book;

    private CallEgress? _saved;
    private IGrainTimer? _timer;
    private bool _again;
    private bool _reminded;

    public async Task ReportAsync(TrackReport report)
    {
        if (_book?.Egress?.EgressId != report.EgressId || !_book.IsOn())
        {
            return;
        }

        _ = report.Blocked ? _blocked.Add(report.TrackKey) : _blocked.Remove(report.TrackKey);
        var tracks = CaptureSpecs.Of(_book, App, Cid);
        if (report.Blocked && tracks.Count > 0 && tracks.All(spec => _blocked.Contains(spec.TrackKey)))
        {
            await ChangeAsync(
                book => book!.IsOn() ? EgressMachine.End(book!, App, Cid, clock.GetUtcNow(), report.Reason) : book!, _ => [], CancellationToken.None);
        }
        else if (report.Running && _book.Egress.Status == EgressStatus.Starting)
        {
            await ChangeAsync(book => EgressMachine.Run(book!), _ => [], CancellationToken.None);
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
                await SaveEgressAsync(cancellationToken);
                await FlushAsync(cancellationToken);
                await StopLeavingAsync(cancellationToken);
                await StartTracksAsync(cancellationToken);
            }

            await RestAsync();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogWork(log, error, Cid);
            _again = true;
            _timer!.Change(RetryAfter, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Nothing is left to do until the next deadline.</summary>
    private async Task RestAsync()
    {
        if (_reminded && _book!.Egress is not { Status: EgressStatus.Starting or EgressStatus.Running or EgressStatus.Stopping })
        {
            if (await this.GetReminder(Reminder) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }

            _reminded = false;
        }

        if (_again)
        {
            _timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
        else if (Participation.NextDeadline(_book!) is { } deadline)
        {
            var wait = deadline - clock.GetUtcNow();
            _again = true;
            _timer!.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        foreach (var participant in Participation.Expired(_book!, clock.GetUtcNow()))
        {
            await LeaveAsync(participant.UserSessionId, "timeout", cancellationToken);
        }

        if (Participation.IsSessionOver(_book!, clock.GetUtcNow()))
        {
            await ChangeAsync(
                book => Participation.EndSession(book!, App, Cid, clock.GetUtcNow()),
                change => change.After.Egress is { EndsSession: true, Status: EgressStatus.Stopping } ? [] : [SessionEnded(change.After.Session!.Id)],
                cancellationToken);
        }
    }

    private async Task<bool> LeaveAsync(string userSessionId, string? reason, CancellationToken cancellationToken)
    {
        if (Find(_book!, userSessionId) is not { } participant)
        {
            return false;
        }

        await ChangeAsync(
            book => Participation.Remove(book!, participant, App, Cid, clock.GetUtcNow()),
            change => [new(EventDraft.Left) { SessionId = change.After.Session!.Id, Participant = participant, Reason = reason }],
            cancellationToken);
        await SetPresenceAsync(participant.UserId, userSessionId, online: false, cancellationToken);
        return true;
    }

    private Task SetPresenceAsync(string userId, string userSessionId, bool online, CancellationToken cancellationToken)
        => GrainFactory.GetUser(App, userId).SetPresenceAsync($"{Cid}/{userSessionId}", online, cancellationToken);

    private async Task SaveEgressAsync(CancellationToken cancellationToken)
    {
        if (_book!.Egress is not { } egress || egress == _saved)
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

    /// <summary>Brings the events of an answered request to the ledger before the answer; when the ledger is away, the background work goes on trying.</summary>
    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
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
            await ChangeAsync(book => EgressMachine.Finish(book!), Endings, cancellationToken);
        }
    }

    private async Task StartTracksAsync(CancellationToken cancellationToken)
    {
        var changed = CaptureSpecs.Of(_book!, App, Cid)
            .Where(spec => !_sent.TryGetValue(spec.TrackKey, out var sent) || !CaptureSpecs.Same(sent, spec));
        foreach (var group in changed.Chunk(FanOut))
        {
            await beats.RegisterAsync(group[0].EgressId, [.. group.Select(spec => spec.TrackKey)], cancellationToken);
            await Task.WhenAll(group.Select(spec => GrainFactory.GetCapture(spec.EgressId, spec.TrackKey).StartAsync(spec, cancellationToken)));
            foreach (var spec in group)
            {
                _sent[spec.TrackKey] = spec;
            }
        }
    }

    /// <summary>The backstop of a recording: were its silo to die right after the write, the reminder brings the call back.</summary>
    private async Task RemindAsync()
    {
        await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        _reminded = true;
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
