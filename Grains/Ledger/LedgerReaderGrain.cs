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
            var away = new HashSet<string>();
            foreach (var row in page.Rows)
            {
                views.Add(new(row, await UrlOfAsync(row, life, away, cancellationToken)));
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

    /// <param name="away">Storages that cannot sign now: one of them must not hide the others' pictures, nor be waited for row by row.</param>
    private async ValueTask<string?> UrlOfAsync(TickRow row, TimeSpan life, HashSet<string> away, CancellationToken cancellationToken)
    {
        if (row is not { ObjectKey: { } key, StoredAt: { } storedAt } || away.Contains(PictureKey.Parse(key).Storage))
        {
            return null;
        }

        try
        {
            return await urls.MintAsync(row.App, key, storedAt, life, cancellationToken);
        }
        catch (FrameUrlException error)
        {
            away.Add(PictureKey.Parse(key).Storage);
            LogNoUrl(logger, key, row.App, error.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Picture {ObjectKey} of app {App}, and others of its storage, are listed without a URL: {Reason}")]
    private static partial void LogNoUrl(ILogger logger, string objectKey, string app, string reason);
}
