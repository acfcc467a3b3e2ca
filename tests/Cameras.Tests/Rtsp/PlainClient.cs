using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace OrleansFrames.Cameras.Tests.Rtsp;

/// <summary>Speaks RTSP line by line, so that a test sees what came and what did not.</summary>
internal sealed class PlainClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpClient _tcp = new();
    private readonly string _url;
    private Stream _stream = Stream.Null;
    private int _cseq;

    private PlainClient(Uri url) => _url = url.ToString();

    public static async Task<PlainClient> ConnectAsync(Uri url)
    {
        var client = new PlainClient(url);
        await client._tcp.ConnectAsync(url.Host, url.Port);
        client._stream = new BufferedStream(client._tcp.GetStream());
        return client;
    }

    public static async Task<PlainClient> PlayAsync(Uri url)
    {
        var client = await ConnectAsync(url);
        Assert.StartsWith("RTSP/1.0 200", await client.AskAsync("DESCRIBE"), StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 200", await client.AskAsync("SETUP", "/track1", "Transport: RTP/AVP/TCP;unicast;interleaved=4-5\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 200", await client.AskAsync("PLAY"), StringComparison.Ordinal);
        return client;
    }

    public async Task SendAsync(string method, string track = "", string headers = "")
    {
        var request = $"{method} {_url}{track} RTSP/1.0\r\nCSeq: {++_cseq}\r\n{headers}\r\n";
        await _tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
    }

    /// <summary>Sends a request and returns the head and the body of its answer; packets before it are skipped.</summary>
    public async Task<string> AskAsync(string method, string track = "", string headers = "")
    {
        await SendAsync(method, track, headers);
        while (true)
        {
            var (channel, data) = await ReadAsync(Patience) ?? throw new TimeoutException($"No answer to {method} within {Patience}.");
            if (channel < 0)
            {
                return Encoding.ASCII.GetString(data);
            }
        }
    }

    /// <summary>The next RTP (channel 4) or RTCP (channel 5) packet.</summary>
    public async Task<(int Channel, byte[] Packet)> PacketAsync() =>
        await ReadAsync(Patience) ?? throw new TimeoutException($"No packet within {Patience}.");

    /// <summary>RTP time of the next whole access unit, and whether it begins with parameter sets.</summary>
    public async Task<(uint Time, bool IsKey)> AccessUnitAsync()
    {
        bool? isKey = null;
        while (true)
        {
            var (channel, packet) = await PacketAsync();
            if (channel != 4)
            {
                continue;
            }

            isKey ??= (packet[12] & 31) == 24;
            if ((packet[1] & 0x80) != 0)
            {
                return (BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4)), isKey.Value);
            }
        }
    }

    /// <summary>True where nothing at all comes within the time.</summary>
    public async Task<bool> IsQuietAsync(TimeSpan time) => await ReadAsync(time) is null;

    /// <summary>Waits until the server has closed the connection.</summary>
    public async Task UntilClosedAsync()
    {
        try
        {
            while (true)
            {
                await PacketAsync();
            }
        }
        catch (IOException)
        {
            return;
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<(int Channel, byte[] Data)?> ReadAsync(TimeSpan time)
    {
        using var deadline = new CancellationTokenSource(time);
        var head = new byte[4];
        try
        {
            await _stream.ReadExactlyAsync(head.AsMemory(0, 1), deadline.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        if (head[0] != '$')
        {
            return (-1, await ReadAnswerAsync(head[0], deadline.Token));
        }

        await _stream.ReadExactlyAsync(head.AsMemory(1), deadline.Token);
        var packet = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2))];
        await _stream.ReadExactlyAsync(packet, deadline.Token);
        return (head[1], packet);
    }

    private async Task<byte[]> ReadAnswerAsync(byte first, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder().Append((char)first);
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one, cancellationToken);
            answer.Append((char)one[0]);
        }

        var head = answer.ToString();
        var at = head.IndexOf("Content-Length: ", StringComparison.Ordinal);
        var body = new byte[at < 0 ? 0 : int.Parse(head.AsSpan(at + 16, head.IndexOf('\r', at) - at - 16))];
        await _stream.ReadExactlyAsync(body, cancellationToken);
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
