using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Moderation;

/// <summary>What moderators do to a call. Everything here is repeat-safe: what is so already makes nothing known.</summary>
internal static class CallModeration
{
    private const string Kicked = "kicked";
    private const string Blocked = "blocked";
    private const string Ended = "ended";

    // The contract wants a reason and names none.
    private const string Muted = "moderation";

    public static CallStep Kick(CallBook book, KickUser request, string app, string cid, DateTimeOffset now)
    {
        EventDraft kicked = new(EventDraft.Kicked) { UserId = request.UserId, ById = request.ById };
        var without = Remove(book, request.UserId, app, cid, now);
        CallStep step = new(without, ReferenceEquals(without, book) ? [] : [kicked], Kicked);
        if (!request.Block)
        {
            return step;
        }

        var block = Block(step.Book, request.UserId, request.ById, app, cid, now);
        return step with { Book = block.Book, Told = [.. step.Told, .. block.Told] };
    }

    public static CallStep Block(CallBook book, string userId, string? byId, string app, string cid, DateTimeOffset now)
        => book.BlockedUserIds.Contains(userId)
            ? new(book, [])
            : new(
                Remove(book, userId, app, cid, now) with { BlockedUserIds = [.. book.BlockedUserIds, userId] },
                [new(EventDraft.Blocked) { UserId = userId, ById = byId }],
                Blocked);

    public static CallStep Unblock(CallBook book, string userId)
        => book.BlockedUserIds.Contains(userId)
            ? new(
                book with { BlockedUserIds = [.. book.BlockedUserIds.Where(other => other != userId)] },
                [new(EventDraft.Unblocked) { UserId = userId }])
            : new(book, []);

    /// <summary>Mutes tracks until the media server has said so itself. Told of even if nothing changes here, for sound is not seen here.</summary>
    public static CallStep Mute(CallBook book, MuteUsers request)
    {
        if (book.LiveSession() is not { } session)
        {
            return new(book, []);
        }

        bool IsMeant(CallParticipant one) => request.Everybody ? one.UserId != request.ById : request.UserIds.Contains(one.UserId);

        string[] meant = [.. session.Participants.Where(IsMeant).Select(one => one.UserId).Distinct()];
        if (meant.Length == 0)
        {
            return new(book, []);
        }

        var muted = session with
        {
            Participants = [.. session.Participants.Select(one => IsMeant(one) ? one with { Tracks = [.. one.Tracks.Select(Silence)] } : one)],
        };
        EventDraft told = new(EventDraft.Muted) { MutedUserIds = meant, ById = request.ById, Reason = Muted };
        return new(book with { Session = muted }, [told]);

        CallTrack Silence(CallTrack track)
            => !track.Muted && (track.TrackType == TrackType.Video ? request.Video : request.ScreenShare) ? track with { Silenced = true } : track;
    }

    /// <summary>Ends the call for good: everybody leaves, recording and session end.</summary>
    public static CallStep End(CallBook book, string? byId, string app, string cid, DateTimeOffset now)
    {
        if (book.EndedAt is not null)
        {
            return new(book, []);
        }

        var empty = (book.LiveSession()?.Participants ?? []).Aggregate(book, (next, one) => Participation.Remove(next, one, app, cid, now));
        var over = empty.LiveSession() is null ? empty : Participation.EndSession(empty, app, cid, now);
        return new(over with { EndedAt = now, UpdatedAt = now }, [new(EventDraft.Ended, Call: true) { UserId = byId }], Ended);
    }

    private static CallBook Remove(CallBook book, string userId, string app, string cid, DateTimeOffset now)
        => (book.LiveSession()?.Participants ?? []).Where(participant => participant.UserId == userId)
            .Aggregate(book, (next, participant) => Participation.Remove(next, participant, app, cid, now));
}
