using OrleansFrames.Moderation;

namespace OrleansFrames.Calls;

/// <summary>The end of a call for its readers. A soft delete keeps what is stored and the id with it; a hard one erases both.</summary>
internal static class CallDeletion
{
    private const string Deleted = "deleted";

    /// <summary>Everybody leaves, recording and session end, and the call is found no more. A call that was deleted softly can still be erased.</summary>
    public static Outcome<CallStep> Delete(CallBook book, bool hard, string app, string cid, DateTimeOffset now)
    {
        if (book.IsErased || (book.DeletedAt is not null && !hard))
        {
            return Refusal.NotFound($"Can't find call with id {cid}");
        }

        if (book.DeletedAt is not null)
        {
            return new CallStep(book.IsErasing ? book : book with { IsErasing = true }, []);
        }

        var over = CallModeration.End(book, byId: null, app, cid, now).Book;
        return new CallStep(
            over with { DeletedAt = now, UpdatedAt = now, IsErasing = hard }, [new(EventDraft.Deleted, Call: true)], Deleted);
    }

    /// <summary>Erases a call that owes nothing any more: its last events still told of it.</summary>
    public static CallBook Erase(CallBook book) => book is { IsErasing: true, Owed: [], Presences: [] } && !book.IsBusy()
        ? new() { Revision = book.Revision, CreatedAt = book.CreatedAt, UpdatedAt = book.UpdatedAt, DeletedAt = book.DeletedAt, IsErased = true }
        : book;
}
