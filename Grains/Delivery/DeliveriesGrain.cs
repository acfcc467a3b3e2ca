using Orleans.Concurrency;
using OrleansFrames.Ledger;

namespace OrleansFrames.Delivery;

[StatelessWorker(1), Reentrant]
internal sealed class DeliveriesGrain(IDeliveryLedger deliveries, IOutbox outbox) : Grain, IDeliveriesGrain
{
    public async Task<Outcome<EventDeliveries>> OfAsync(string app, Guid eventId, CancellationToken cancellationToken)
        => await deliveries.OfAsync(app, eventId, cancellationToken) is { } found ? found : Refusal.NotFound($"Can't find event with id {eventId}");

    public async Task<Outcome<ReplayResult>> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
        => request.HookId is { } hook && await outbox.FindHookAsync(new(request.App, hook), cancellationToken) is null
            ? Refusal.NotFound($"Can't find hook with id {hook}")
            : await deliveries.ReplayAsync(request, cancellationToken);
}
