using System.Text;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Console;

/// <summary>A browser's requests, with its cookies in the test's hand.</summary>
internal sealed class Browser(ApiHost host) : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.Http.BaseAddress };

    public static Browser Of(ApiHost host) => new(host);

    /// <summary>As the last answer set it, <c>name=value</c>; null when none did, empty value when one removed it.</summary>
    public string? Cookie { get; set; }

    /// <summary>The attributes of that cookie.</summary>
    public string Attributes { get; private set; } = "";

    public Task<Reply> SignInAsync(string apiKey = "key", string secret = FakeApps.Secret)
        => SendAsync("POST", "/console/session", $$"""{"api_key":"{{apiKey}}","secret":"{{secret}}"}""");

    public Task<Reply> UseAsync(string ticket) => SendAsync("POST", "/console/session", $$"""{"ticket":"{{ticket}}"}""");

    /// <summary>A request of the page to the API.</summary>
    public Task<Reply> AskAsync(string apiKey = "key") => SendAsync("GET", $"/api/v2/app?api_key={apiKey}");

    public async Task<Reply> SendAsync(string method, string path, string? body = null, string? console = "1", string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        Add("X-Console", console);
        Add("Authorization", token);
        Add("Cookie", Cookie);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            var parts = set.Single().Split("; ", 2);
            (Cookie, Attributes) = (parts[0], parts[1]);
        }

        return new(response, await response.Content.ReadAsStringAsync());

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
