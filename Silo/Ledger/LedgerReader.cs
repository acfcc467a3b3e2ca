using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

internal sealed class LedgerReader(LedgerReaders readers) : ILedgerReader
{
    private const int MostRows = 1000;

    public Task<TickPage> TicksAsync(TickQuery query, CancellationToken cancellationToken)
    {
        var cursor = TickCursor.Read(query);
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        return readers.ReadAsync(session => Page(session, query, cursor, limit), cancellationToken);
    }

    public Task<LedgerAccount> AccountAsync(string app, string callCid, CancellationToken cancellationToken)
        => readers.ReadAsync(session => new LedgerAccount(Egresses(session, app, callCid), Outcomes(session, app, callCid)), cancellationToken);

    public Task<IReadOnlyList<EventRow>> EventsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<EventRow>>(
            session => session.Query(
                "events", EventColumns.Read, ("app", app), ("after_seq", afterSeq), ("limit", (long)Math.Clamp(limit, 1, MostRows))),
            cancellationToken);

    public Task<EventNews> NewsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken)
        => readers.ReadAsync(session => News(session, app, afterSeq, Math.Clamp(limit, 1, MostRows)), cancellationToken);

    public Task<IReadOnlyList<EgressSummary>> EgressesAsync(string app, int limit, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<EgressSummary>>(
            session => session.Query(
                "newest_egresses",
                row => new EgressSummary(
                    row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3), row.MaybeTime(4), row.GetString(5), row.MaybeText(6)),
                ("app", app),
                ("limit", (long)Math.Clamp(limit, 1, MostRows))),
            cancellationToken);

    private static TickPage Page(LedgerSession session, TickQuery query, TickCursor cursor, int limit)
    {
        var rows = session.Query(
            query.LatestOnly ? "latest_ticks" : "ticks",
            TickColumns.Read,
            ("app", query.App),
            ("call_cid", query.CallCid),
            ("egress_id", query.EgressId),
            ("user_id", query.UserId),
            ("captured_only", LedgerValues.Of(query.CapturedOnly)),
            ("before_due_at", cursor.DueAt),
            ("before_egress_id", cursor.EgressId),
            ("before_track_key", cursor.TrackKey),
            ("before_tick", cursor.Tick),
            ("limit", (long)limit + 1));
        return rows.Count <= limit ? new(rows, null) : new(rows[..limit], TickCursor.After(rows[limit - 1]).Write(query));
    }

    // Of a long row of pictures nothing is read again: the place to go on is behind them.
    private static EventNews News(LedgerSession session, string app, long afterSeq, int limit)
    {
        var last = session.Query("last_seq", row => row.GetInt64(0), ("app", app)).FirstOrDefault();
        if (afterSeq >= last)
        {
            return new([], last, More: false);
        }

        var rows = session.Query("news", EventColumns.Read, ("app", app), ("after_seq", afterSeq), ("limit", (long)limit));
        return rows.Count < limit ? new(rows, last, More: false) : new(rows, rows[^1].Seq, More: true);
    }

    private static List<EgressRow> Egresses(LedgerSession session, string app, string callCid)
    {
        var segments = session.Query(
            "segments",
            row => (
                EgressId: row.GetString(0),
                Segment: new CadenceSegment(row.GetInt64(1), row.Time(2), row.GetInt32(3), row.GetInt32(4), row.Enum<PictureFormat>(5))),
            ("app", app),
            ("call_cid", callCid)).ToLookup(row => row.EgressId, row => row.Segment);
        return session.Query(
            "egresses",
            row => new EgressRow(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.Time(4),
                row.MaybeTime(5),
                row.GetString(6),
                row.MaybeText(7),
                row.GetString(8),
                [.. segments[row.GetString(0)]]),
            ("app", app),
            ("call_cid", callCid));
    }

    private static List<OutcomeCount> Outcomes(LedgerSession session, string app, string callCid) => session.Query(
        "outcome_counts",
        row => new OutcomeCount(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            TickColumns.Track(row.GetString(3)),
            row.MaybeText(5) is { } reason ? $"{row.GetString(4)}({reason})" : row.GetString(4),
            row.GetInt64(6)),
        ("app", app),
        ("call_cid", callCid));
}
