namespace OrleansFrames.Calls;

/// <summary>Who leaves a call, and the reminder that brings a recording back.</summary>
internal sealed partial class CallGrain
{
    private const string Reminder = "recording";

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _reminded = true;
        if (_book is not null)
        {
            Work();
        }

        return Task.CompletedTask;
    }

    private static CallParticipant? Find(CallBook book, string userSessionId)
        => book.LiveSession()?.Participants.FirstOrDefault(participant => participant.UserSessionId == userSessionId);

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        foreach (var expired in Participation.Expired(_book!, clock.GetUtcNow()))
        {
            await LeaveAsync(expired.UserSessionId, "timeout", participant => participant.ExpiresAt <= clock.GetUtcNow(), cancellationToken);
        }

        // Looked at again when it is written: somebody may have come back meanwhile.
        await ChangeAsync(
            book => Participation.IsSessionOver(book!, clock.GetUtcNow()) ? Participation.EndSession(book!, App, Cid, clock.GetUtcNow()) : book!,
            change => change.After.Egress is { EndsSession: true, Status: EgressStatus.Stopping } ? [] : [SessionEnded(change.After.Session!.Id)],
            cancellationToken);
    }

    /// <summary>Takes a participant out of the call, if it is there and still to leave when that is written.</summary>
    /// <returns>Whether it has left.</returns>
    private async Task<bool> LeaveAsync(
        string userSessionId, string? reason, Func<CallParticipant, bool> isToLeave, CancellationToken cancellationToken)
    {
        CallParticipant? left = null;
        await ChangeAsync(
            book =>
            {
                left = Find(book!, userSessionId) is { } found && isToLeave(found) ? found : null;
                return left is null ? book! : Participation.Remove(book!, left, App, Cid, clock.GetUtcNow());
            },
            change => [new(EventDraft.Left) { SessionId = change.After.Session!.Id, Participant = left, Reason = reason }],
            cancellationToken);
        if (left is not null)
        {
            await SetPresenceAsync(left.UserId, userSessionId, online: false, cancellationToken);
        }

        return left is not null;
    }

    private Task SetPresenceAsync(string userId, string userSessionId, bool online, CancellationToken cancellationToken)
        => GrainFactory.GetUser(App, userId).SetPresenceAsync($"{Cid}/{userSessionId}", online, cancellationToken);

    /// <summary>The backstop of a recording: were its silo to die right after the write, the reminder brings the call back.</summary>
    private async Task RemindAsync()
    {
        await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        _reminded = true;
    }

    private async Task ForgetReminderAsync()
    {
        if (!_reminded || _starting || _book!.Egress is { Status: EgressStatus.Starting or EgressStatus.Running or EgressStatus.Stopping })
        {
            return;
        }

        // Unset first: a recording that starts during the waits sets it again.
        _reminded = false;
        try
        {
            if (await this.GetReminder(Reminder) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }
        }
        catch
        {
            _reminded = true;
            throw;
        }
    }
}
