using System.Collections.Concurrent;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Tests.Hosting;

internal sealed class FakeWatchMailGrain : Grain, IWatchMailGrain
{
    private readonly ConcurrentQueue<WatchOrder> _orders = [];

    public Task PostAsync(WatchOrder order, CancellationToken cancellationToken)
    {
        _orders.Enqueue(order);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WatchOrder>> TakeAsync(CancellationToken cancellationToken)
    {
        List<WatchOrder> taken = [];
        while (_orders.TryDequeue(out var order))
        {
            taken.Add(order);
        }

        return Task.FromResult<IReadOnlyList<WatchOrder>>(taken);
    }
}
