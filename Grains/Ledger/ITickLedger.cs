namespace OrleansFrames.Ledger;

/// <summary>The account of ticks. The first real outcome of a tick wins; a provisional one may be replaced once.</summary>
public interface ITickLedger
{
    /// <summary>
    /// Writes a tick and, when it is captured and wins, its event and the event's deliveries, in one transaction; returns when it is durable,
    /// the picture's file included. Group-committed with what others append at the same time.
    /// </summary>
    /// <param name="announcement">The ready event of a captured tick, otherwise null.</param>
    /// <returns>True when the row is now this outcome; false when another real outcome was there first.</returns>
    /// <exception cref="LedgerException">It could not be written; nothing of it is there.</exception>
    Task<bool> AppendAsync(TickRow tick, EventRow? announcement, CancellationToken cancellationToken);

    /// <summary>Writes provisional rows for ticks that were due while nobody captured. Rows that are there stay.</summary>
    Task FillAsync(IReadOnlyList<TickRow> ticks, CancellationToken cancellationToken);

    /// <summary>The highest tick of a track that has a row, or null.</summary>
    Task<long?> LastTickAsync(string egressId, string trackKey, CancellationToken cancellationToken);
}
