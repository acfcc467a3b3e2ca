using OrleansFrames.Delivery;

namespace OrleansFrames.Api.Tests.Hosting;

internal sealed class FakeDeliveriesGrain(GrainScript script) : Grain, IDeliveriesGrain
{
    public Task<Outcome<EventDeliveries>> OfAsync(string app, Guid eventId, CancellationToken cancellationToken)
        => Task.FromResult(script.Note($"{this.GetPrimaryKeyString()}/{app}", eventId) is { } refusal ? (Outcome<EventDeliveries>)refusal : Samples.Deliveries(eventId));

    public Task<Outcome<ReplayResult>> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
        => Task.FromResult(script.Note($"{this.GetPrimaryKeyString()}/{request.App}", request) is { } refusal
            ? (Outcome<ReplayResult>)refusal
            : new ReplayResult(3, false));
}
