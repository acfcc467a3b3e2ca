using System.Net.WebSockets;

namespace OrleansFrames.Api.Tests.Realtime;

/// <summary>A websocket whose far side does not read until the test says so, and says nothing.</summary>
internal sealed class FakeSocket : WebSocket
{
    private readonly TaskCompletionSource _reads = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketState _state = WebSocketState.Open;
    private WebSocketCloseStatus? _status;

    /// <summary>Set when something waits to be read.</summary>
    public TaskCompletionSource Sending { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override WebSocketCloseStatus? CloseStatus => _status;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    public void Read() => _reads.TrySetResult();

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _closed.TrySetResult();
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        (_status, _state) = (closeStatus, WebSocketState.CloseSent);
        _closed.TrySetResult();
        return Task.CompletedTask;
    }

    public override void Dispose() => Abort();

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        await _closed.Task.WaitAsync(cancellationToken);
        _state = WebSocketState.Closed;
        return new(0, WebSocketMessageType.Close, endOfMessage: true);
    }

    public override async Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        Sending.TrySetResult();

        try
        {
            await _reads.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // As a real one: what is broken off half-way leaves a socket of no use.
            Abort();
            throw;
        }
    }
}
