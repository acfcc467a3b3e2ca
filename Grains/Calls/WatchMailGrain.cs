namespace OrleansFrames.Calls;

internal sealed class WatchMailGrain : Grain, IWatchMailGrain
{
    private const int Most = 1_000;

    private readonly Queue<WatchOrder> _orders = new();

    public Task PostAsync(WatchOrder order, CancellationToken cancellationToken)
    {
        if (_orders.Count == Most)
        {
            _orders.Dequeue();
        }

        _orders.Enqueue(order);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WatchOrder>> TakeAsync(CancellationToken cancellationToken)
    {
        WatchOrder[] taken = [.. _orders];
        _orders.Clear();
        return Task.FromResult<IReadOnlyList<WatchOrder>>(taken);
    }
}
