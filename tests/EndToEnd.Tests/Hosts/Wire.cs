using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>Sends a request byte by byte as it is given: what client libraries would add or mend is not added here.</summary>
internal static class Wire
{
    /// <param name="head">Request line and headers, a line each, without those that frame the message.</param>
    public static async Task<(int Status, JsonElement Body)> SendAsync(int port, string head, string? body = null)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", port);
        await using var stream = client.GetStream();
        var length = body is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        var lines = string.Join("\r\n", head.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{lines}\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{length}\r\n{body}"));
        using StreamReader reader = new(stream);
        var answer = await reader.ReadToEndAsync();
        var json = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        using var document = JsonDocument.Parse(json[json.IndexOf('{', StringComparison.Ordinal)..(json.LastIndexOf('}') + 1)]);
        return (int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture), document.RootElement.Clone());
    }
}
