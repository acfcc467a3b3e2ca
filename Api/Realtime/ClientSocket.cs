using System.Buffers;
using System.Net.WebSockets;

namespace OrleansFrames.Api.Realtime;

/// <summary>What came from a client.</summary>
internal enum Received
{
    Message,
    TooBig,
    Closed,
}

/// <summary>A websocket by whole messages. One reads and one writes, at the same time.</summary>
internal sealed class ClientSocket(WebSocket socket)
{
    /// <summary>Largest message of a client, in bytes. It sends its token and its user, then health checks.</summary>
    public const int LargestMessage = 64 * 1_024;

    private const int Usual = 1_024;

    private readonly ArrayBufferWriter<byte> _message = new(Usual);
    private Task<Received>? _receiving;

    /// <summary>The message that came last, until the next is received.</summary>
    public ReadOnlyMemory<byte> Message => _message.WrittenMemory;

    public Task<Received> ReceiveAsync(CancellationToken abort) => _receiving = ReceiveOneAsync(abort);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken abort)
        => socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, abort);

    /// <summary>Says goodbye and waits for the client's: until then what it sends is read and dropped, or the system would tear down the connection and with it the last words.</summary>
    public async Task CloseAsync(Closing closing, CancellationToken abort)
    {
        if (closing.LastWords is { } words)
        {
            await SendAsync(words, abort);
        }

        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(closing.Status, closing.Reason, abort);
        }

        if (_receiving is { } receiving)
        {
            await receiving.WaitAsync(abort);
        }

        while (socket.State == WebSocketState.CloseSent)
        {
            _message.ResetWrittenCount();
            await socket.ReceiveAsync(_message.GetMemory(Usual), abort);
        }
    }

    public void Abort() => socket.Abort();

    private async Task<Received> ReceiveOneAsync(CancellationToken abort)
    {
        _message.ResetWrittenCount();
        while (_message.WrittenCount <= LargestMessage)
        {
            var part = await socket.ReceiveAsync(_message.GetMemory(Usual), abort);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return Received.Closed;
            }

            _message.Advance(part.Count);
            if (part.EndOfMessage)
            {
                return _message.WrittenCount <= LargestMessage ? Received.Message : Received.TooBig;
            }
        }

        return Received.TooBig;
    }
}
