namespace OrleansFrames.Ledger;

/// <summary>Reads the ledger, on connections of its own.</summary>
public interface ILedgerReader
{
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    Task<TickPage> TicksAsync(TickQuery query, CancellationToken cancellationToken);

    Task<LedgerAccount> AccountAsync(string app, string callCid, CancellationToken cancellationToken);

    /// <summary>Events of an app with a higher sequence number, oldest first, at most 1,000.</summary>
    Task<IReadOnlyList<EventRow>> EventsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Events of an app but those of pictures, with a higher sequence number, oldest first, at most 1,000.</summary>
    Task<EventNews> NewsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Recordings of an app, the newest first, at most 1,000.</summary>
    Task<IReadOnlyList<EgressSummary>> EgressesAsync(string app, int limit, CancellationToken cancellationToken);
}
