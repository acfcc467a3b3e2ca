using OrleansFrames.CallTypes;

namespace OrleansFrames.Calls;

/// <summary>A call whose settings have a backstage is in it until it goes live, and again when it stops.</summary>
internal static class Backstage
{
    public static bool IsIn(CallBook book, BackstageSettings settings) => settings.Enabled && book.LiveSince is null;

    public static Outcome<CallStep> GoLive(CallBook book, DateTimeOffset now)
    {
        if (book.EndedAt is not null)
        {
            return Refusal.Input("the call has ended");
        }

        return book.LiveSince is not null
            ? new CallStep(book, [])
            : new CallStep(
                book with { LiveSince = now, UpdatedAt = now, Session = book.LiveSession() is { } session ? Live(session, now) : book.Session },
                [new(EventDraft.LiveStarted, Call: true)]);
    }

    public static CallStep StopLive(CallBook book, DateTimeOffset now) => book.LiveSince is null
        ? new(book, [])
        : new(
            book with { LiveSince = null, UpdatedAt = now, Session = book.LiveSession() is { } session ? session with { LiveEndedAt = now } : book.Session },
            [new(EventDraft.Updated, Call: true)]);

    /// <summary>A session that opens, perhaps in a call that is live already.</summary>
    public static CallSession Open(CallSession session, CallBook book) => book.LiveSince is null ? session : Live(session, session.StartedAt);

    private static CallSession Live(CallSession session, DateTimeOffset since) => session with { LiveStartedAt = since, LiveEndedAt = null };
}
