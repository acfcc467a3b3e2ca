using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansFrames.Api;
using OrleansFrames.Apps;

namespace OrleansFrames.Grains.Tests.Hosting;

/// <summary>The API on a free port of loopback in front of the real grains, for one app of its own.</summary>
internal sealed class FramesHttp(WebApplication server, HttpClient http, string app) : IAsyncDisposable
{
    private const string Secret = "a-secret-of-more-than-32-characters-in-all";

    /// <summary>Sent with <c>stream-auth-type: anonymous</c> and no token at all.</summary>
    public const string NoToken = "";

    public string App => app;

    public static string Server { get; } = Token(new { server = true });

    public static async Task<FramesHttp> StartAsync(FramesCluster cluster)
    {
        var app = $"app-{Guid.NewGuid():N}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(cluster.Grains);
        builder.Services.AddSingleton<IAppDirectory>(new OneApp(app));
        builder.Services.AddSingleton<ISecretBox, OpenBox>();
        builder.Services.AddFramesApi();
        var server = builder.Build();
        server.MapFramesApi();
        await server.StartAsync();
        return new(server, new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(server.Urls.Single()) }, app);
    }

    public static string Token(object claims)
    {
        var signed = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <param name="body">Serialised as it is named; null sends none.</param>
    /// <param name="query">What comes after the API key.</param>
    public async Task<(int Status, JsonElement Body)> SendAsync(string token, string method, string path, object? body = null, string query = "")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), $"{path}?api_key={app}{query}");
        request.Headers.Add("stream-auth-type", token.Length == 0 ? "anonymous" : "jwt");
        request.Headers.TryAddWithoutValidation("Authorization", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private sealed class OneApp(string app) : IAppDirectory
    {
        public IReadOnlyList<string> ApiKeys => [app];

        public IReadOnlyList<string> SecretsOf(string apiKey) => apiKey == app ? [Secret] : [];
    }

    /// <summary>No test here has secrets.</summary>
    private sealed class OpenBox : ISecretBox
    {
        public string Seal(string app, string secret) => secret;

        public string Open(string app, string sealedSecret) => sealedSecret;
    }
}
