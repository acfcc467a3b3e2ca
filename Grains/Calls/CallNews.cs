using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>A call before and after a change.</summary>
/// <param name="Before">Null when the change made the call.</param>
internal sealed record CallChange(CallBook? Before, CallBook After);

/// <summary>What a change of a call makes known, told from its books alone: so no change of session or recording can go without its events.</summary>
internal static class CallNews
{
    /// <param name="leftBecause">Why participants left; null when they did so by themselves.</param>
    public static IReadOnlyList<EventDraft> Of(CallChange change, string? leftBecause = null) =>
    [
        .. Left(change, leftBecause),
        .. RecordingOver(change),
        .. SessionOver(change),
        .. SessionOpened(change),
        .. Joined(change),
        .. RecordingStarted(change),
    ];

    /// <summary>Users who came into the live session, left it, or are there with other connections than before.</summary>
    public static IEnumerable<string> Moved(CallChange change)
    {
        var (before, after) = (Present(change.Before), Present(change.After));
        return before.Except(after).Union(after.Except(before)).Select(place => place.UserId).Distinct();
    }

    private static IEnumerable<(string UserId, string UserSessionId)> Present(CallBook? book)
        => (book?.LiveSession()?.Participants ?? []).Select(participant => (participant.UserId, participant.UserSessionId));

    private static IEnumerable<EventDraft> Left(CallChange change, string? reason)
    {
        if (change.Before?.LiveSession() is not { } session)
        {
            return [];
        }

        return session.Participants.Where(old => !IsIn(change.After.Session!, old))
            .Select(left => new EventDraft(EventDraft.Left) { SessionId = session.Id, Participant = left, Reason = reason });
    }

    private static IEnumerable<EventDraft> RecordingOver(CallChange change)
    {
        if (change.Before?.Egress is { Status: EgressStatus.Stopping } && change.After.Egress is { Status: EgressStatus.Idle or EgressStatus.Failed } over)
        {
            yield return new(over.Reason is null ? EventDraft.RecordingStopped : EventDraft.RecordingFailed, Call: true)
            {
                EgressId = over.EgressId,
                Reason = over.Reason?.WireName(),
            };
            if (over.EndsSession)
            {
                yield return SessionEnded(over.SessionId);
            }
        }
    }

    private static IEnumerable<EventDraft> SessionOver(CallChange change)
    {
        var ended = change.Before?.LiveSession() is not null && change.After.Session is { EndedAt: not null };
        return ended && !Participation.IsHeld(change.After) ? [SessionEnded(change.After.Session!.Id)] : [];
    }

    private static IEnumerable<EventDraft> SessionOpened(CallChange change)
        => change.Before?.LiveSession() is null && change.After.LiveSession() is { } opened
            ? [new(EventDraft.SessionStarted, Call: true) { SessionId = opened.Id }]
            : [];

    private static IEnumerable<EventDraft> Joined(CallChange change)
    {
        if (change.After.LiveSession() is not { } session)
        {
            return [];
        }

        return session.Participants.Where(one => change.Before?.LiveSession() is not { } before || !IsIn(before, one))
            .Select(joined => new EventDraft(EventDraft.Joined) { SessionId = session.Id, Participant = joined });
    }

    private static IEnumerable<EventDraft> RecordingStarted(CallChange change)
        => change.After.IsOn() && change.Before?.Egress?.EgressId != change.After.Egress!.EgressId
            ? [new(EventDraft.RecordingStarted, Call: true) { EgressId = change.After.Egress.EgressId }]
            : [];

    private static bool IsIn(CallSession session, CallParticipant participant)
        => session.Participants.Any(other => other.UserSessionId == participant.UserSessionId);

    private static EventDraft SessionEnded(string sessionId) => new(EventDraft.SessionEnded, Call: true) { SessionId = sessionId };
}
