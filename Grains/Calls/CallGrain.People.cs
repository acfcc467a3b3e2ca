using OrleansFrames.Moderation;

namespace OrleansFrames.Calls;

/// <summary>Who comes into a call, and who leaves it.</summary>
internal sealed partial class CallGrain
{
    private const string TimedOut = "timeout";

    private bool _usersAway;

    public async Task<Outcome<CallState>> PutParticipantAsync(ParticipantRequest request, CancellationToken cancellationToken)
    {
        if (_book is not { DeletedAt: null })
        {
            return Missing();
        }

        if (SourceRules.Check(request) is { } refusal)
        {
            return refusal;
        }

        var user = await GrainFactory.GetUser(App, request.UserId).SeeActiveAsync(cancellationToken);
        if (Admission.WhyNot(user) is { } banned)
        {
            return banned;
        }

        var answer = await AnswerAsync(book => Put(book, request, request.Role ?? user.Role), cancellationToken);
        await TryFlushAsync(cancellationToken);
        return answer;
    }

    public async Task<Outcome<CallState>> RemoveParticipantAsync(string userSessionId, CancellationToken cancellationToken)
    {
        if (_book is not { DeletedAt: null })
        {
            return Missing();
        }

        if (!await LeaveAsync(userSessionId, reason: null, _ => true, cancellationToken))
        {
            return Refusal.NotFound($"Can't find participant with user session id {userSessionId}");
        }

        await TryFlushAsync(cancellationToken);
        return await Views.StateAsync(_book, created: false, cancellationToken);
    }

    private static CallParticipant? Find(CallBook book, string userSessionId)
        => book.LiveSession()?.Participants.FirstOrDefault(participant => participant.UserSessionId == userSessionId);

    private Outcome<CallStep> Put(CallBook book, ParticipantRequest request, string role)
    {
        var now = clock.GetUtcNow();
        var put = Participation.Put(book, request, role, App, Cid, now, NewId);
        return put.Refusal is { } refusal ? refusal : new CallStep(AutoOn.Start(put.Value!, NewId, now), []);
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        foreach (var expired in Participation.Expired(_book!, clock.GetUtcNow()))
        {
            await LeaveAsync(expired.UserSessionId, TimedOut, participant => participant.ExpiresAt <= clock.GetUtcNow(), cancellationToken);
        }

        foreach (var lost in Reach.Lost(_book!, _unreachable, clock.GetUtcNow()))
        {
            await LeaveAsync(
                lost.UserSessionId, TimedOut, participant => Reach.LeavesAt(_book!, participant, _unreachable) <= clock.GetUtcNow(), cancellationToken);
        }

        // Looked at again when it is written: somebody may have come back meanwhile.
        await ChangeAsync(
            book => Participation.IsSessionOver(book!, clock.GetUtcNow()) ? Participation.EndSession(book!, App, Cid, clock.GetUtcNow()) : book!,
            cancellationToken);
    }

    /// <summary>Takes a participant out of the call, if it is there and still to leave when that is written.</summary>
    /// <returns>Whether it has left.</returns>
    private async Task<bool> LeaveAsync(
        string userSessionId, string? reason, Func<CallParticipant, bool> isToLeave, CancellationToken cancellationToken)
    {
        var left = false;
        await ChangeAsync(
            book =>
            {
                left = Find(book!, userSessionId) is { } found && isToLeave(found);
                return left ? Participation.Remove(book!, Find(book!, userSessionId)!, App, Cid, clock.GetUtcNow()) : book!;
            },
            cancellationToken,
            reason);
        return left;
    }

    /// <summary>Tells users where in the call they are now, however long ago it was that they moved.</summary>
    /// <returns>False when one could not be told; neither events nor pictures wait for that.</returns>
    private async Task<bool> TellUsersAsync(IReadOnlyList<OwedPresence> owed, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var group in owed.Select(one => one.UserId).Distinct().Chunk(FanOut))
            {
                await Task.WhenAll(group.Select(userId =>
                    GrainFactory.GetUser(App, userId).SetPresencesAsync(Cid, SessionsOf(userId), cancellationToken)));
            }

            _usersAway = false;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogWork(log, error, Cid);
            _usersAway = true;
        }

        return !_usersAway;
    }

    private string[] SessionsOf(string userId)
        => [.. (_book!.LiveSession()?.Participants ?? []).Where(one => one.UserId == userId).Select(one => one.UserSessionId)];
}
