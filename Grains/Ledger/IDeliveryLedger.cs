using OrleansFrames.Delivery;

namespace OrleansFrames.Ledger;

/// <summary>The history of deliveries.</summary>
public interface IDeliveryLedger
{
    /// <summary>Null when the app has no such event.</summary>
    Task<EventDeliveries?> OfAsync(string app, Guid eventId, CancellationToken cancellationToken);

    /// <summary>Owes events again to the app's enabled hooks that want them. Durable when it returns.</summary>
    Task<ReplayResult> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken);
}
