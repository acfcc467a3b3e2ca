using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansFrames.Bench.Load;

/// <summary>One HTTP/1.1 connection that is kept open. Lean, for it takes processor time from the server that it measures.</summary>
internal sealed class KeepAliveClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1_024];

    public static async Task<KeepAliveClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        KeepAliveClient client = new();
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        return client;
    }

    /// <summary>A request's bytes.</summary>
    /// <param name="json">The body; null for none.</param>
    public static byte[] Request(string method, string path, string token, string? json = null)
    {
        var body = Encoding.UTF8.GetBytes(json ?? "");
        var type = json is null ? "" : "Content-Type: application/json\r\n";
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\nstream-auth-type: jwt\r\n{type}Content-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>The body is good until the next request.</returns>
    /// <exception cref="IOException">The server closed the connection, or its answer has no length.</exception>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(byte[] request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        var (filled, body) = (0, -1);
        while (body < 0)
        {
            filled += await ReceiveAsync(filled, cancellationToken);
            body = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }

        body += 4;
        var (status, length) = ReadHead(_buffer.AsSpan(0, body));
        while (filled < body + length)
        {
            filled += await ReceiveAsync(filled, cancellationToken);
        }

        return (status, _buffer.AsMemory(body, length));
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int filled, CancellationToken cancellationToken)
    {
        if (filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
        return received > 0 ? received : throw new IOException("The server closed the connection.");
    }

    private static (int Status, int Length) ReadHead(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        if (at < 0
            || !Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _)
            || !Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _))
        {
            throw new IOException($"No answer with a length: {Encoding.ASCII.GetString(head)}");
        }

        return (status, length);
    }
}
