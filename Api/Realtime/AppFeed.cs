using System.Collections.Concurrent;
using OrleansFrames.Ledger;

namespace OrleansFrames.Api.Realtime;

/// <summary>
/// The clients of one app on this host, and the one look at the ledger for all of them: from when the first of them comes until the last one goes.
/// </summary>
internal sealed partial class AppFeed(string app, string host, IGrainFactory grains, ApiOptions options, TimeProvider clock, ILogger logger)
{
    private const int Page = 500;

    private readonly ConcurrentDictionary<string, ClientConnection> _connections = [];
    private readonly Lock _gate = new();
    private CancellationTokenSource? _ending;
    private Task? _begun;
    private bool _isAway;

    public ClientConnection? Find(string connectionId) => _connections.GetValueOrDefault(connectionId);

    /// <summary>What happens from the answer on, the client is told.</summary>
    public async Task JoinAsync(ClientConnection connection)
    {
        Task begun;
        lock (_gate)
        {
            _connections[connection.Id] = connection;
            if (_begun is null or { IsCompletedSuccessfully: false, IsCompleted: true })
            {
                _begun = BeginAsync((_ending = new()).Token);
            }

            begun = _begun;
        }

        await begun;
    }

    public void Leave(ClientConnection connection)
    {
        lock (_gate)
        {
            if (_connections.TryRemove(connection.Id, out _) && _connections.IsEmpty)
            {
                _ending!.Cancel();
                (_ending, _begun) = (null, null);
            }
        }
    }

    private async Task BeginAsync(CancellationToken ending)
    {
        var news = await grains.GetLedgerReader().NewsAsync(app, long.MaxValue, 1, ending);
        _ = FollowAsync(news.NextAfterSeq, ending);
    }

    private async Task FollowAsync(long after, CancellationToken ending)
    {
        using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(options.EventPollMilliseconds), clock);
        try
        {
            while (await pace.WaitForNextTickAsync(ending))
            {
                after = await LookAsync(after, ending);
            }
        }
        catch (OperationCanceledException)
        {
            // The last client has left.
        }
    }

    private async Task<long> LookAsync(long after, CancellationToken cancellationToken)
    {
        try
        {
            EventNews news;
            do
            {
                news = await grains.GetLedgerReader().NewsAsync(app, after, Page, cancellationToken);

                // After the events: a client that asked for a call before one of them happened is told of it.
                await TakeMailAsync(cancellationToken);
                Tell(news.Events);
                after = news.NextAfterSeq;
            }
            while (news.More);
            _isAway = false;
        }
        catch (Exception outage) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is lost: the next look goes on from here. Once is enough to say it.
            if (!_isAway)
            {
                LogOutage(logger, outage, app);
            }

            _isAway = true;
        }

        return after;
    }

    private async Task TakeMailAsync(CancellationToken cancellationToken)
    {
        foreach (var order in await grains.GetWatchMail(app, host).TakeAsync(cancellationToken))
        {
            Find(order.ConnectionId)?.Watches.Add(order.CallCids, order.Actor);
        }
    }

    private void Tell(IReadOnlyList<EventRow> rows)
    {
        // What was erased has no body any more.
        foreach (var telling in rows.Where(row => row.Payload.Length > 0).Select(Telling.Of))
        {
            foreach (var (_, connection) in _connections)
            {
                connection.Tell(telling);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Clients of {App} wait for events: the ledger cannot be read at the moment")]
    private static partial void LogOutage(ILogger logger, Exception outage, string app);
}
