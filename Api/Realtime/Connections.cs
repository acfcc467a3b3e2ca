using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Realtime;

/// <summary>The websockets that this host holds.</summary>
internal sealed class Connections(
    ConnectionIds ids, IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider clock, ILogger<Connections> logger)
{
    private readonly ConcurrentDictionary<string, AppFeed> _feeds = [];
    private int _held;

    /// <summary>Counts one more.</summary>
    /// <returns>False when it is too many; it leaves like the others.</returns>
    public bool TryEnter() => Interlocked.Increment(ref _held) <= options.Value.MaxConnections;

    public void Leave() => Interlocked.Decrement(ref _held);

    /// <summary>The connection of a user watches calls that the actor may read, whichever host holds it. An id that is none of the user's is ignored.</summary>
    public async Task WatchAsync(string app, WatchOrder order, CancellationToken cancellationToken)
    {
        if (order.Actor.UserId is not { } userId || ids.HostOf(app, userId, order.ConnectionId) is not { } host)
        {
            return;
        }

        if (host == ids.Host)
        {
            Of(app).Find(order.ConnectionId)?.Watches.Add(order.CallCids, order.Actor);
        }
        else
        {
            await grains.GetWatchMail(app, host).PostAsync(order, cancellationToken);
        }
    }

    public AppFeed Of(string app) => _feeds.GetOrAdd(app, name => new(name, ids.Host, grains, options.Value, clock, logger));
}
