using OrleansFrames.Capture;
using OrleansFrames.Storage;

namespace OrleansFrames.Calls;

/// <summary>The recording of a call, and the reminder that brings it back.</summary>
internal sealed partial class CallGrain
{
    private const string Reminder = "recording";

    private CallEgress? _saved;
    // A call that is recorded again and again does not take its reminder away each time.
    private static readonly TimeSpan ReminderStays = TimeSpan.FromSeconds(30);

    /// <summary>Whether the reminder is there; null when this activation does not know.</summary>
    private bool? _reminded;

    /// <summary>Since when the reminder is there, or may be, for nothing.</summary>
    private DateTimeOffset? _restsSince;

    private bool _starting;

    public async Task<Refusal?> StartFrameRecordingAsync(StartFrameRecording request, CancellationToken cancellationToken)
    {
        if (_book is { DeletedAt: null } book && await WhyNoStorageAsync(EgressMachine.StorageOf(book, request), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await ChangeFoundAsync(known => Plain(EgressMachine.Start(known, request, NewId(), clock.GetUtcNow())), cancellationToken);
    }

    public Task<Refusal?> StopFrameRecordingAsync(CancellationToken cancellationToken)
        => ChangeFoundAsync(book => Plain(EgressMachine.Stop(book, App, Cid, clock.GetUtcNow())), cancellationToken);

    public Task ReviveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken)
    {
        if (_book?.Egress?.EgressId == egressId && _book.IsBusy())
        {
            foreach (var track in trackKeys)
            {
                _sent.Remove(track);
            }

            Work();
            return Task.CompletedTask;
        }

        return beats.RemoveAsync(egressId, trackKeys, cancellationToken);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _reminded = true;
        if (_book is not null)
        {
            Work();
        }

        return Task.CompletedTask;
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

    private async Task<Refusal?> WhyNoStorageAsync(string storage, CancellationToken cancellationToken)
        => storage.Length == 0 || await GrainFactory.GetApp(App).FindStorageAsync(storage, cancellationToken) is not null
            ? null
            : StorageRules.Missing(storage);

    /// <summary>A stopping recording is over when none of its tracks is left.</summary>
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (_book!.Egress is { Status: EgressStatus.Stopping, Leaving: [] })
        {
            // Before the next recording may start: its row would take this one's place here.
            await SaveEgressAsync(EgressMachine.Finish(_book).Egress, cancellationToken);
            await ChangeAsync(
                book => book!.Egress is { Status: EgressStatus.Stopping, Leaving: [] } ? EgressMachine.Finish(book) : book, cancellationToken);
        }
    }

    /// <summary>Stores the next book; one that begins a recording only once the reminder is there.</summary>
    private async Task SaveAsync(CallBook next, CancellationToken cancellationToken)
    {
        if (!next.IsOn() || _book!.IsOn())
        {
            await StoreAsync(next, cancellationToken);
            return;
        }

        _starting = true;
        try
        {
            await RemindAsync();
            await StoreAsync(next, cancellationToken);
        }
        finally
        {
            _starting = false;
            Work();
        }
    }

    private async Task StoreAsync(CallBook next, CancellationToken cancellationToken)
    {
        await stored.SaveAsync(next, cancellationToken);
        (_book, _settledAt) = (next, null);
    }

    /// <summary>The backstop of a recording: were its silo to die right after the write, the reminder brings the call back.</summary>
    private async Task RemindAsync()
    {
        if (_reminded != true)
        {
            await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
            _reminded = true;
        }
    }

    private async Task ForgetReminderAsync()
    {
        if (_reminded == false || _starting || _book!.IsBusy())
        {
            _restsSince = null;
            return;
        }

        _restsSince ??= clock.GetUtcNow();
        if (_restsSince + ReminderStays > clock.GetUtcNow())
        {
            return;
        }

        // Unset first: a recording that starts during the waits sets it again.
        (_reminded, _restsSince) = (false, null);
        try
        {
            if (await this.GetReminder(Reminder) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }
        }
        catch
        {
            _reminded = null;
            throw;
        }
    }
}
