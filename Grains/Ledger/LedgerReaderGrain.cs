using Orleans.Concurrency;
using OrleansFrames.Storage;

namespace OrleansFrames.Ledger;

[StatelessWorker(1), Reentrant]
internal sealed class LedgerReaderGrain(ILedgerReader reader, IFrameUrls urls) : Grain, ILedgerReaderGrain
{
    public async Task<Outcome<TickViewPage>> TicksAsync(TickQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var page = await reader.TicksAsync(query, cancellationToken);
            var app = await GrainFactory.GetApp(query.App).GetAsync(cancellationToken);
            var life = TimeSpan.FromSeconds(app.CdnExpirationSeconds);
            return new TickViewPage([.. page.Rows.Select(row => new TickView(row, UrlOf(row, life)))], page.Next);
        }
        catch (FormatException)
        {
            return Refusal.Input("next", "is not a cursor of this list");
        }
    }

    public Task<LedgerAccount> AccountAsync(string app, string callCid, CancellationToken cancellationToken)
        => reader.AccountAsync(app, callCid, cancellationToken);

    public Task<IReadOnlyList<EventRow>> EventsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken)
        => reader.EventsAsync(app, afterSeq, limit, cancellationToken);

    public Task<EventNews> NewsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken)
        => reader.NewsAsync(app, afterSeq, limit, cancellationToken);

    public Task<IReadOnlyList<EgressSummary>> EgressesAsync(string app, int limit, CancellationToken cancellationToken)
        => reader.EgressesAsync(app, limit, cancellationToken);

    private string? UrlOf(TickRow row, TimeSpan life)
        => row is { ObjectKey: { } key, StoredAt: { } storedAt } ? urls.Mint(row.App, key, storedAt, life) : null;
}
