using OrleansFrames.CallTypes;
using OrleansFrames.Moderation;

namespace OrleansFrames.Calls;

/// <summary>Who is in the call, with which tracks: joining, leaving, time-outs, and the session that follows from them.</summary>
internal static class Participation
{
    /// <summary>The participant is in the call with exactly these tracks.</summary>
    public static Outcome<CallBook> Put(CallBook book, ParticipantRequest request, string role, string app, string cid, DateTimeOffset now, Func<string> newId)
    {
        if (Admission.WhyNot(book, request.UserId, role, cid) is { } refusal)
        {
            return refusal;
        }

        var session = book.LiveSession() ?? AutoOn.Open(Backstage.Open(new(newId(), now, null, null, []), book), book);
        var known = session.Participants.FirstOrDefault(participant => participant.UserSessionId == request.UserSessionId);
        if (known is not null && known.UserId != request.UserId)
        {
            return Refusal.Input("user_id", $"user session {known.UserSessionId} is another user's; take that one out of the call first");
        }

        var before = known?.Tracks ?? [];
        CallParticipant next = new(
            request.UserSessionId,
            request.UserId,
            role,
            known?.JoinedAt ?? now,
            request.TtlSeconds is { } seconds ? now.AddSeconds(seconds) : null,
            [.. request.Tracks.GroupBy(track => track.TrackType).Select(layers => Publish([.. layers], before.FirstOrDefault(old => old.TrackType == layers.Key), now))]);
        var ended = before.Where(old => next.Tracks.All(track => track.TrackType != old.TrackType));
        return Unpublish(book, known, ended, app, cid, now) with
        {
            Session = session with { EmptySince = null, Participants = [.. Others(session, request.UserSessionId), next] },
        };
    }

    /// <summary>The participant has left.</summary>
    public static CallBook Remove(CallBook book, CallParticipant participant, string app, string cid, DateTimeOffset now)
    {
        var session = book.Session!;
        IReadOnlyList<CallParticipant> others = [.. Others(session, participant.UserSessionId)];
        return Unpublish(book, participant, participant.Tracks, app, cid, now) with
        {
            Session = session with { Participants = others, EmptySince = others.Count == 0 ? now : null },
        };
    }

    /// <summary>The session is over; a recording of it ends with it.</summary>
    public static CallBook EndSession(CallBook book, string app, string cid, DateTimeOffset now)
    {
        var ended = book.IsOn() ? EgressMachine.End(book, app, cid, now, null) : book;
        var over = ended with { Session = ended.Session! with { EndedAt = now } };
        return IsRecordingStopping(over) ? over with { Egress = over.Egress! with { EndsSession = true } } : over;
    }

    /// <summary>Whether the end of the session is announced only after that of its recording, which still stops.</summary>
    public static bool IsHeld(CallBook book) => book.Egress is { EndsSession: true } && IsRecordingStopping(book);

    public static IReadOnlyList<CallParticipant> Expired(CallBook book, DateTimeOffset now)
        => [.. (book.LiveSession()?.Participants ?? []).Where(participant => participant.ExpiresAt <= now)];

    public static bool IsSessionOver(CallBook book, DateTimeOffset now) => SessionEndsAt(book) <= now;

    /// <summary>When something happens by itself next: a participant's time to live or the session's patience ends.</summary>
    public static DateTimeOffset? NextDeadline(CallBook book)
        => (book.LiveSession()?.Participants ?? []).Select(participant => participant.ExpiresAt).Append(SessionEndsAt(book)).Min();

    private static DateTimeOffset? SessionEndsAt(CallBook book)
        => book.LiveSession()?.EmptySince is { } since ? since + CallSettings.InactivityTimeout(book.Settings) : null;

    private static IEnumerable<CallParticipant> Others(CallSession session, string userSessionId)
        => session.Participants.Where(participant => participant.UserSessionId != userSessionId);

    // The recording of an earlier session may still be stopping; it does not hold this one.
    private static bool IsRecordingStopping(CallBook book)
        => book.Egress is { Status: EgressStatus.Stopping } egress && egress.SessionId == book.Session?.Id;

    private static CallTrack Publish(IReadOnlyList<PublishedTrack> layers, CallTrack? before, DateTimeOffset now)
    {
        CallTrack next = new(layers[0].TrackType, layers[0].Source, layers[0].Muted, before?.PublishedAt ?? now)
        {
            Layers = layers.Count > 1 ? [.. layers.Select(layer => layer.Source)] : null,
            Silenced = before is { Silenced: true } && !layers[0].Muted,
        };
        return next with { ReplacedAt = before is not null && next.IsElsewhere(before) ? now : before?.ReplacedAt };
    }

    private static CallBook Unpublish(
        CallBook book, CallParticipant? participant, IEnumerable<CallTrack> tracks, string app, string cid, DateTimeOffset now)
    {
        if (!book.IsOn() || participant is null)
        {
            return book;
        }

        var egress = book.Egress!;
        var leaving = tracks.Select(track => new LeavingTrack(CaptureSpecs.Of(egress, app, cid, participant, track), now));
        return book with { Egress = egress with { Leaving = [.. egress.Leaving, .. leaving] } };
    }
}
