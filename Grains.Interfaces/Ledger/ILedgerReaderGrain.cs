namespace OrleansFrames.Ledger;

/// <summary>Reads pages of the ledger, at most 1,000 rows a call and never bytes of a picture. One activation per silo. Key: <c>ledger</c>.</summary>
[Alias("frames.ILedgerReaderGrain")]
public interface ILedgerReaderGrain : IGrainWithStringKey
{
    /// <summary>Refuses a cursor that is not one of ours.</summary>
    [Alias("Ticks")]
    Task<Outcome<TickViewPage>> TicksAsync(TickQuery query, CancellationToken cancellationToken);

    [Alias("Account")]
    Task<LedgerAccount> AccountAsync(string app, string callCid, CancellationToken cancellationToken);

    /// <summary>Events of an app after a sequence number, oldest first.</summary>
    [Alias("Events")]
    Task<IReadOnlyList<EventRow>> EventsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Events of an app that clients are told, after a sequence number. Beyond the last one: none, and where the last one is.</summary>
    [Alias("News")]
    Task<EventNews> NewsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Recordings of an app, the newest first.</summary>
    [Alias("Egresses")]
    Task<IReadOnlyList<EgressSummary>> EgressesAsync(string app, int limit, CancellationToken cancellationToken);
}
