using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansFrames.Api.Operations;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Tests.Hosting;

/// <summary>The API on a real server and a free port of loopback, in front of the fake grains.</summary>
internal sealed class ApiHost(WebApplication app, HttpClient http, FakeApps apps) : IAsyncDisposable
{
    public HttpClient Http => http;

    public FakeApps Apps => apps;

    public IReadOnlyList<Endpoint> Endpoints => app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public static async Task<ApiHost> StartAsync(
        ApiCluster cluster,
        Action<ApiOptions>? configure = null,
        TimeProvider? clock = null,
        Action<IServiceCollection>? services = null,
        Action<ApiRoutes>? routes = null)
    {
        var apps = new FakeApps();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(cluster.Grains);
        builder.Services.AddSingleton<IAppDirectory>(apps);
        builder.Services.AddSingleton<ISecretBox, FakeSecrets>();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        services?.Invoke(builder.Services);
        builder.Services.AddFramesApi(configure);
        var app = builder.Build();
        app.MapFramesApi();
        routes?.Invoke(new(app, app.Services.GetRequiredService<OperationPipeline>()));
        await app.StartAsync();
        var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.Single()) };
        return new(app, http, apps);
    }

    /// <summary>Sends as a server-side SDK does.</summary>
    public Task<Reply> SendAsync(string method, string path, string? body = null) => SendAsync(Request(method, path, body));

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return new(response, await response.Content.ReadAsStringAsync());
    }

    public static HttpRequestMessage Request(string method, string path, string? body = null, string? token = null)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var request = new HttpRequestMessage(new HttpMethod(method), $"{path}{separator}api_key=key");
        request.Headers.TryAddWithoutValidation("Authorization", token ?? Jwt.Server);
        request.Headers.Add("stream-auth-type", "jwt");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return request;
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}
