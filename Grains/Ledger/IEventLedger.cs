namespace OrleansFrames.Ledger;

/// <summary>Takes the events that grains owe, and what recordings exist.</summary>
public interface IEventLedger
{
    /// <summary>Writes events and their deliveries, in the order given; one that is there already is skipped. Durable when it returns.</summary>
    Task AppendAsync(IReadOnlyList<EventRow> events, CancellationToken cancellationToken);

    /// <summary>Makes or replaces a recording's row and its segments.</summary>
    Task SaveEgressAsync(EgressRow egress, CancellationToken cancellationToken);
}
