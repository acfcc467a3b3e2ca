using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansFrames.Storage;

namespace OrleansFrames.Ledger;

[StatelessWorker(1), Reentrant]
internal sealed partial class LedgerReaderGrain(ILedgerReader reader, IFrameUrls urls, ILogger<LedgerReaderGrain> logger) : Grain, ILedgerReaderGrain
{
    public async Task<Outcome<TickViewPage>> TicksAsync(TickQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var page = await reader.TicksAsync(query, cancellationToken);
            var app = await GrainFactory.GetApp(query.App).GetAsync(cancellationToken);
            var life = TimeSpan.FromSeconds(app.CdnExpirationSeconds);
            var views = new List<TickView>(page.Rows.Count);
            foreach (var row in page.Rows)
            {
                views.Add(new(row, await UrlOfAsync(row, life, cancellationToken)));
            }

            return new TickViewPage(views, page.Next);
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

    private async ValueTask<string?> UrlOfAsync(TickRow row, TimeSpan life, CancellationToken cancellationToken)
    {
        try
        {
            return row is { ObjectKey: { } key, StoredAt: { } storedAt } ? await urls.MintAsync(row.App, key, storedAt, life, cancellationToken) : null;
        }
        catch (FrameUrlException error)
        {
            // One storage that is away must not hide the account of all others.
            LogNoUrl(logger, row.ObjectKey!, row.App, error.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Picture {ObjectKey} of app {App} is listed without a URL: {Reason}")]
    private static partial void LogNoUrl(ILogger logger, string objectKey, string app, string reason);
}
