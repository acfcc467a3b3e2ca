using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Calls;

/// <summary>Who is in the call now, known best to the call itself; and the end of being found.</summary>
internal sealed partial class CallGrain
{
    public async Task<Outcome<ParticipantPage>> QueryParticipantsAsync(Filter filter, int limit, CancellationToken cancellationToken)
    {
        if (_book is not { DeletedAt: null } book)
        {
            return Missing();
        }

        var state = await Views.StateAsync(book, created: false, cancellationToken);
        var fitting = (book.LiveSession()?.Participants ?? []).Where(participant => ParticipantFilter.Fits(filter, participant))
            .OrderBy(participant => participant.JoinedAt)
            .Select(participant => participant.UserSessionId)
            .ToArray();
        var views = (state.Call.Session?.Participants ?? []).ToDictionary(view => view.UserSessionId);
        return new ParticipantPage(state, [.. fitting.Take(limit).Select(id => views[id])], fitting.Length);
    }

    public async Task<Outcome<CallState>> DeleteAsync(bool hard, CancellationToken cancellationToken)
    {
        if (_book is null)
        {
            return Missing();
        }

        // Answered as it is at the end: the background work may have erased it by the time of the answer.
        var deleted = _book;
        var refusal = await StepAsync(
            book =>
            {
                var step = CallDeletion.Delete(book!, hard, App, Cid, clock.GetUtcNow());
                deleted = step.Value?.Book ?? deleted;
                return step;
            },
            cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        await TryFlushAsync(cancellationToken);
        return await Views.StateAsync(deleted, created: false, cancellationToken);
    }
}
