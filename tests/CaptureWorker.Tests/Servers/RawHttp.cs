using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>An HTTP server on loopback that answers as no honest one would.</summary>
internal sealed class RawHttp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _work = [];
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<string, Func<NetworkStream, CancellationToken, Task>> _answer;

    /// <param name="answer">The answer to a path.</param>
    public RawHttp(Func<string, Func<NetworkStream, CancellationToken, Task>> answer)
    {
        _answer = answer;
        _listener.Start();
        _work.Add(AcceptAsync());
    }

    public string Place => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The heads of all requests so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public static Func<NetworkStream, CancellationToken, Task> Ok(string body) => Ok(Encoding.UTF8.GetBytes(body));

    public static Func<NetworkStream, CancellationToken, Task> Ok(byte[] body) => Send(
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n")), .. body]);

    public static Func<NetworkStream, CancellationToken, Task> Status(string status, string head = "") =>
        Send(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{head}Content-Length: 0\r\n\r\n"));

    public static Func<NetworkStream, CancellationToken, Task> Redirect(string to) => Status("302 Found", $"Location: {to}\r\n");

    public static Func<NetworkStream, CancellationToken, Task> Send(byte[] bytes) => (stream, token) => stream.WriteAsync(bytes, token).AsTask();

    /// <summary>Sends a beginning, and then the same without end.</summary>
    public static Func<NetworkStream, CancellationToken, Task> Endless(string head, byte[] more) => async (stream, token) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), token);
        while (true)
        {
            await stream.WriteAsync(more, token);
        }
    };

    /// <summary>Sends a beginning, and then a byte now and again.</summary>
    public static Func<NetworkStream, CancellationToken, Task> Drip(string head) => async (stream, token) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), token);
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, token);
            await stream.WriteAsync("a"u8.ToArray(), token);
        }
    };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            _work.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var served = client;
        var stream = served.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (await reader.ReadLineAsync(_stopping.Token) is { } line)
        {
            var head = new StringBuilder(line);
            while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } more)
            {
                head.Append('\n').Append(more);
            }

            _requests.Enqueue(head.ToString());
            await _answer(line.Split(' ')[1])(stream, _stopping.Token);
        }
    }
}
