using System.Text;
using System.Text.Json;
using OrleansFrames.Bench.Load;

namespace OrleansFrames.Bench.Hosts;

/// <summary>Requests of a backend to the silo that is measured, over one connection.</summary>
internal sealed class SiloApi : IDisposable
{
    private readonly KeepAliveClient _http;

    private SiloApi(KeepAliveClient http) => _http = http;

    public static string ServerToken { get; } = Tokens.Server(SiloHost.Secret);

    public static string Path(string path) => $"/api/v2{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api_key={SiloHost.ApiKey}";

    public static async Task<SiloApi> ConnectAsync(int port, CancellationToken cancellationToken)
        => new(await KeepAliveClient.ConnectAsync(port, cancellationToken));

    /// <exception cref="InvalidOperationException">The silo refused.</exception>
    public async Task<JsonElement> SendAsync(string method, string path, object? body, CancellationToken cancellationToken)
    {
        var json = body is null ? null : JsonSerializer.Serialize(body);
        var (status, answer) = await _http.SendAsync(KeepAliveClient.Request(method, Path(path), ServerToken, json), cancellationToken);
        return status is 200 or 201
            ? JsonDocument.Parse(answer.ToArray()).RootElement
            : throw new InvalidOperationException($"{method} {path}: {status} {Encoding.UTF8.GetString(answer.Span)}");
    }

    public void Dispose() => _http.Dispose();
}
