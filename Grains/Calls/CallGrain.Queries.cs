using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Calls;

/// <summary>Who is in the call now: known best to the call itself.</summary>
internal sealed partial class CallGrain
{
    public async Task<Outcome<ParticipantPage>> QueryParticipantsAsync(Filter filter, int limit, CancellationToken cancellationToken)
    {
        if (_book is not { } book)
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
}
