using System.Collections.Concurrent;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Ledger;

/// <summary>Answers with what the test put in; only <see cref="Cursor"/> is a cursor.</summary>
internal sealed class FakeLedgerReader : ILedgerReader
{
    public const string Cursor = "cursor";

    public ConcurrentQueue<TickRow> Rows { get; } = new();

    public ConcurrentQueue<EventRow> Events { get; } = new();

    public Task<TickPage> TicksAsync(TickQuery query, CancellationToken cancellationToken)
        => query.Next is null or Cursor
            ? Task.FromResult(new TickPage([.. Rows.Where(row => row.App == query.App)], Cursor))
            : throw new FormatException("no cursor of ours");

    public Task<LedgerAccount> AccountAsync(string app, string callCid, CancellationToken cancellationToken)
        => Task.FromResult(new LedgerAccount([], [new OutcomeCount("e", "t", "u", default, $"{app} {callCid}", 1)]));

    public Task<IReadOnlyList<EventRow>> EventsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<EventRow>>([.. Events.Where(row => row.App == app && row.Seq > afterSeq).Take(limit)]);

    public Task<EventNews> NewsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        EventRow[] own = [.. Events.Where(row => row.App == app)];
        var last = own.LastOrDefault()?.Seq ?? 0;
        EventRow[] rows = [.. own.Where(row => row.Seq > afterSeq && row.Type != "call.frame_recording_ready").Take(limit)];
        return Task.FromResult(rows.Length < limit ? new EventNews(rows, last, More: false) : new(rows, rows[^1].Seq, More: true));
    }

    public Task<IReadOnlyList<EgressSummary>> EgressesAsync(string app, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<EgressSummary>>([]);
}
