using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using OrleansFrames.Api.Auth;

namespace OrleansFrames.Api.Realtime;

/// <summary>A connected client: what it is told waits in a queue of its own, so that a slow one holds up nobody.</summary>
internal sealed partial class ClientConnection(
    string id, Caller caller, ClientSocket socket, CallWatches watches, ApiOptions options, TimeProvider clock, ILogger logger)
{
    // A client that does not even say goodbye in this time is cut off.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    // Longer than a timer can be set for, a token might as well not end.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly Channel<Telling> _queue
        = Channel.CreateBounded<Telling>(new BoundedChannelOptions(options.ConnectionQueue) { SingleReader = true });

    private readonly TaskCompletionSource<Closing> _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public string App => caller.App;

    public string UserId => caller.UserId!;

    public CallWatches Watches => watches;

    /// <summary>Queues an event of a call for the client, if it watches the call or the event is about its user.</summary>
    public void Tell(Telling telling)
    {
        if (watches.Has(telling.CallCid) || telling.Concerned.Contains(UserId))
        {
            Queue(telling);
        }
    }

    public void Close(Closing closing)
    {
        _closing.TrySetResult(closing);
        _queue.Writer.TryComplete();
    }

    /// <summary>Tells and listens until one side closes, or <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource abort = new();
        await using var stop = stopping.Register(() => Close(Closing.Stopping));
        var period = TimeSpan.FromSeconds(options.HealthCheckSeconds);
        await using var health = clock.CreateTimer(_ => Queue(Health()), null, period, period);
        await using var expiry = Expiry();
        var (telling, listening) = (TellAsync(abort.Token), ListenAsync(abort.Token));
        var closing = await _closing.Task;
        await using var patience = clock.CreateTimer(_ => abort.Cancel(), null, Goodbye, Timeout.InfiniteTimeSpan);
        await telling;
        await SayGoodbyeAsync(closing, abort.Token);
        await listening;
        LogClosed(logger, id, UserId, closing.Status, closing.Reason);
    }

    private async Task TellAsync(CancellationToken abort)
    {
        try
        {
            await foreach (var telling in _queue.Reader.ReadAllAsync(abort))
            {
                if (_closing.Task.IsCompleted)
                {
                    return;
                }

                await TellAsync(telling, abort);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            Close(Closing.ByClient);
        }
        catch (Exception fault)
        {
            // The client comes back, watches its calls again and reads how they are: nothing it was not told stays unknown.
            LogFault(logger, fault, id);
            Close(Closing.Fault);
        }
    }

    private async Task TellAsync(Telling telling, CancellationToken abort)
    {
        if (telling.CallCid.Length > 0 && !await watches.MayHearAsync(telling, abort).WaitAsync(abort))
        {
            return;
        }

        await socket.SendAsync(telling.Body, abort);
        if (telling.IsFarewell && telling.Concerned.Contains(UserId))
        {
            watches.Doubt(telling.CallCid);
        }
    }

    private async Task ListenAsync(CancellationToken abort)
    {
        try
        {
            while (!_closing.Task.IsCompleted)
            {
                switch (await socket.ReceiveAsync(abort))
                {
                    case Received.Message when IsHealthCheck(socket.Message):
                        Queue(Health());
                        break;
                    case Received.TooBig:
                        Close(Closing.TooBig);
                        break;
                    case Received.Closed:
                        Close(Closing.ByClient);
                        break;
                }
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            Close(Closing.ByClient);
        }
    }

    private async Task SayGoodbyeAsync(Closing closing, CancellationToken abort)
    {
        try
        {
            await socket.CloseAsync(closing, abort);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            socket.Abort();
        }
    }

    private void Queue(Telling telling)
    {
        if (!_queue.Writer.TryWrite(telling))
        {
            Close(Closing.TooSlow);
        }
    }

    private Telling Health() => Telling.OfConnection(ClientMessages.Health(id, clock.GetUtcNow()));

    private ITimer? Expiry()
    {
        var left = caller.Expires - clock.GetUtcNow();
        return left < LongestTimer
            ? clock.CreateTimer(_ => Expire(), null, left.Value > TimeSpan.Zero ? left.Value : TimeSpan.Zero, Timeout.InfiniteTimeSpan)
            : null;
    }

    private void Expire() => Close(Closing.Expired(ClientMessages.Error(id, clock.GetUtcNow(), AuthFailures.Expired)));

    // GetStream's clients send [{"type": "health.check", "client_id": "..."}]; what else they may say is no question.
    private static bool IsHealthCheck(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            var said = document.RootElement is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : document.RootElement;
            return said.ValueKind == JsonValueKind.Object && said.TryGetProperty("type", out var type) && type.ValueEquals("health.check");
        }
        catch (Exception nonsense) when (nonsense is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsGone(Exception error) => error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    [LoggerMessage(LogLevel.Debug, "Connection {ConnectionId} of {UserId} closed: {Status} {Reason}")]
    private static partial void LogClosed(ILogger logger, string connectionId, string userId, WebSocketCloseStatus status, string reason);

    [LoggerMessage(LogLevel.Error, "Connection {ConnectionId} is closed: an event could not be told")]
    private static partial void LogFault(ILogger logger, Exception fault, string connectionId);
}
