using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Endpoints;
using OrleansFrames.Api.Errors;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Realtime;

/// <summary>Takes a websocket from its first message to its end.</summary>
internal sealed partial class ClientConnector(
    Connections connections,
    ConnectionIds ids,
    Introduction introduction,
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    IOptions<ApiOptions> options,
    TimeProvider clock,
    ILogger<ClientConnection> logger)
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    public async Task ServeAsync(HttpRequest request, ClientSocket socket)
    {
        var isFree = connections.TryEnter();
        try
        {
            if ((isFree ? await ServeOneAsync(request, socket) : ApiFailure.TooManyConnections) is { } failure)
            {
                await RefuseAsync(socket, failure);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
        finally
        {
            connections.Leave();
        }
    }

    private async Task<ApiFailure?> ServeOneAsync(HttpRequest request, ClientSocket socket)
    {
        var (caller, user, failure) = await IntroduceAsync(request, socket);
        return caller is null ? failure : await ConnectAsync(caller, user!, socket);
    }

    private async Task<(Caller? Caller, UserResponse? User, ApiFailure? Failure)> IntroduceAsync(HttpRequest request, ClientSocket socket)
    {
        try
        {
            var received = await ReceiveAsync(socket);
            return received switch
            {
                Received.Message => await introduction.ReadAsync(request, socket.Message, request.HttpContext.RequestAborted),
                Received.TooBig => (null, null, ApiFailure.TooBig(Introduction.Operation, ClientSocket.LargestMessage)),
                Received.Closed => (null, null, ApiFailure.Input(Introduction.Operation, "closed before it said who connects")),
                _ => (null, null, ApiFailure.TimedOut(Introduction.Operation)),
            };
        }
        catch (Exception outage) when (outage is OrleansException or LedgerException or TimeoutException)
        {
            LogOutage(logger, outage);
            return (null, null, ApiFailure.Unavailable(Introduction.Operation));
        }
    }

    /// <returns>Null when nothing came in time: whoever says nothing holds a place for nothing.</returns>
    private async Task<Received?> ReceiveAsync(ClientSocket socket)
    {
        try
        {
            return await socket.ReceiveAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(options.Value.ConnectSeconds), clock, lifetime.ApplicationStopping);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<ApiFailure?> ConnectAsync(Caller caller, UserResponse user, ClientSocket socket)
    {
        var id = ids.Make(caller.App, user.Id);
        CallWatches watches = new(grains, caller, clock);
        ClientConnection connection = new(id, caller, socket, watches, options.Value, clock, logger);
        var feed = connections.Of(caller.App);
        try
        {
            await feed.JoinAsync(connection);
            await socket.SendAsync(ClientMessages.Connected(id, clock.GetUtcNow(), FullUserAnswer.From(user)), CancellationToken.None);
            await connection.RunAsync(lifetime.ApplicationStopping);
            return null;
        }
        catch (Exception outage) when (outage is OrleansException or LedgerException or TimeoutException)
        {
            LogOutage(logger, outage);
            return ApiFailure.Unavailable(Introduction.Operation);
        }
        finally
        {
            feed.Leave(connection);
        }
    }

    private async Task RefuseAsync(ClientSocket socket, ApiFailure failure)
    {
        using CancellationTokenSource patience = new(Goodbye, clock);
        await socket.CloseAsync(Closing.Refused with { LastWords = ClientMessages.Error("", clock.GetUtcNow(), failure) }, patience.Token);
    }

    [LoggerMessage(LogLevel.Error, "A client cannot be connected at the moment")]
    private static partial void LogOutage(ILogger logger, Exception outage);
}
