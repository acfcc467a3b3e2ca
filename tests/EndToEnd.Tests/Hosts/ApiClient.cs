using System.Net;
using System.Text.Json;
using OrleansFrames.Json;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>The requests of a user's backend, with a server token.</summary>
internal sealed class ApiClient(int port) : IDisposable
{
    private const string Token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzZXJ2ZXIiOnRydWV9.";

    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Sends a request that must succeed.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null)
    {
        var (status, answer) = await TrySendAsync(method, path, body);
        return (int)status is 200 or 201 ? answer : throw new InvalidOperationException($"{method} {path}: {(int)status} {answer}");
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> TrySendAsync(HttpMethod method, string path, object? body = null)
    {
        var question = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using HttpRequestMessage request = new(method, $"/api/v2/{path}{question}api_key={SiloProcess.ApiKey}");
        request.Headers.TryAddWithoutValidation("Authorization", Token + Signature.OfToken(Token.TrimEnd('.'), SiloProcess.Secret));
        request.Headers.Add("stream-auth-type", "jwt");
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body, FramesJson.Rfc3339), System.Text.Encoding.UTF8, "application/json");
        }

        using var answer = await _http.SendAsync(request);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, document.RootElement.Clone());
    }

    public Task<byte[]> DownloadAsync(string url) => _http.GetByteArrayAsync(new Uri(url));

    public async Task<string?> MediaTypeOfAsync(string url)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, new Uri(url));
        using var answer = await _http.SendAsync(request);
        return answer.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType;
    }

    public async Task<HttpStatusCode> StatusOfAsync(string url)
    {
        using var answer = await _http.GetAsync(new Uri(url));
        return answer.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
