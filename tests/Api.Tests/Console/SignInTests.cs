using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api.Console;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Console;

[Collection(ApiSuite.Name)]
public sealed class SignInTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string OtherSecret = "the-secret-of-the-other-app-0123456789";

    private readonly ManualClock _clock = new(new(2026, 1, 1, 0, 0, 10, TimeSpan.Zero));
    private ConsoleTickets _tickets = null!;
    private ApiHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _tickets = new(_clock);
        _host = await ApiHost.StartAsync(cluster, clock: _clock, services: services => services.AddSingleton(_tickets));
        _browser = Browser.Of(_host);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Key_and_secret_open_a_session_that_the_api_takes()
    {
        var opened = await _browser.SignInAsync();
        Assert.Equal(201, opened.Status);
        Assert.Equal(("key", "2026-01-01T12:00:10Z"), (opened.Json.GetProperty("api_key").GetString(), opened.Json.GetProperty("expires_at").GetString()));
        Assert.Equal("no-store", opened.Header("Cache-Control"));
        Assert.Equal("expires=Thu, 01 Jan 2026 12:00:10 GMT; path=/; samesite=strict; httponly", _browser.Attributes);
        Assert.Equal(200, (await _browser.AskAsync()).Status);
        Assert.Equal("key", (await _browser.SendAsync("GET", "/console/session")).Json.GetProperty("api_key").GetString());
    }

    [Fact]
    public async Task The_cookie_counts_only_with_the_pages_header_and_without_another_token()
    {
        await _browser.SignInAsync();
        Assert.Equal(401, (await _browser.SendAsync("GET", "/api/v2/app?api_key=key", console: null)).Status);
        Assert.Equal(401, (await _browser.SendAsync("GET", "/api/v2/app?api_key=key", console: "0")).Status);
        Assert.Equal(401, (await _browser.SendAsync("GET", "/api/v2/app?api_key=key", token: "garbage")).Status);
        Assert.Equal(401, (await _browser.SendAsync("GET", "/api/v2/app?api_key=key", token: "")).Status);
    }

    [Theory]
    [InlineData("key", "wrong")]
    [InlineData("key", FakeApps.Secret + "x")]
    [InlineData("unknown", FakeApps.Secret)]
    [InlineData("other", FakeApps.Secret)]
    public async Task A_wrong_pair_is_401_and_does_not_tell_which_is_wrong(string apiKey, string secret)
    {
        _host.Apps.Set("other", OtherSecret);
        var refused = await _browser.SignInAsync(apiKey, secret);
        Assert.Equal((401, "The API key or the secret is wrong."), (refused.Status, refused.Message));
        Assert.Null(_browser.Cookie);
    }

    [Theory]
    [InlineData("{}", "api_key secret")]
    [InlineData("""{"api_key":"key"}""", "secret")]
    [InlineData("""{"api_key":7,"secret":true}""", "api_key secret")]
    [InlineData("""{"ticket":7,"api_key":"key","secret":"s"}""", "ticket")]
    public async Task What_is_missing_or_no_text_is_named(string body, string fields)
    {
        var refused = await _browser.SendAsync("POST", "/console/session", body);
        Assert.Equal((400, fields), (refused.Status, string.Join(' ', refused.Fields)));
    }

    [Fact]
    public async Task Every_live_secret_opens_and_the_session_ends_with_its_secret()
    {
        _host.Apps.Set("key", FakeApps.Secret, OtherSecret);
        Assert.Equal(201, (await _browser.SignInAsync(secret: OtherSecret)).Status);
        Assert.Equal(200, (await _browser.AskAsync()).Status);
        _host.Apps.Set("key", OtherSecret);
        Assert.Equal(401, (await _browser.AskAsync()).Status);
        Assert.False((await _browser.SendAsync("GET", "/console/session")).Json.TryGetProperty("api_key", out _));
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours()
    {
        await _browser.SignInAsync();
        _clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _browser.AskAsync()).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var ended = await _browser.AskAsync();
        Assert.Equal((401, 40), (ended.Status, ended.Code));
        Assert.False((await _browser.SendAsync("GET", "/console/session")).Json.TryGetProperty("api_key", out _));
    }

    [Fact]
    public async Task A_session_is_of_one_app()
    {
        // The same secret twice is a mistake of the operator's that must not join two apps.
        _host.Apps.Set("other", FakeApps.Secret);
        await _browser.SignInAsync();
        Assert.Equal(401, (await _browser.AskAsync("other")).Status);
    }

    [Theory]
    [InlineData("""{"server":true}""")]
    [InlineData("""{"server":true,"exp":1900000000}""")]
    [InlineData("""{"server":true,"console":"key"}""")]
    [InlineData("""{"server":true,"console":true,"exp":1900000000}""")]
    [InlineData("""{"user_id":"anna","console":"key","exp":1900000000}""")]
    public async Task Other_tokens_open_nothing_from_the_cookie(string payload)
    {
        await _browser.SignInAsync();
        _browser.Cookie = $"{_browser.Cookie!.Split('=')[0]}={Jwt.Make(payload)}";
        Assert.Equal(401, (await _browser.AskAsync()).Status);
    }

    [Fact]
    public async Task A_ticket_opens_once()
    {
        var ticket = _tickets.Issue("key");
        Assert.Equal("key", (await _browser.UseAsync(ticket)).Json.GetProperty("api_key").GetString());
        Assert.Equal(200, (await _browser.AskAsync()).Status);
        var again = await _browser.UseAsync(ticket);
        Assert.Equal((401, "This link was used already or is too old. Sign in with key and secret."), (again.Status, again.Message));
    }

    [Fact]
    public async Task Tickets_that_are_old_invented_or_of_an_unknown_app_open_nothing()
    {
        var (old, unknown) = (_tickets.Issue("key"), _tickets.Issue("unknown"));
        Assert.Equal(401, (await _browser.UseAsync(unknown)).Status);
        Assert.Equal(401, (await _browser.UseAsync("")).Status);
        Assert.Equal(401, (await _browser.UseAsync(old[..^1])).Status);
        _clock.Advance(ConsoleTickets.Life);
        Assert.Equal(401, (await _browser.UseAsync(old)).Status);
        Assert.Null(_browser.Cookie);
    }

    [Fact]
    public async Task Too_many_attempts_are_429_even_with_the_right_secret_until_the_minute_ends()
    {
        for (var attempt = 0; attempt < ConsoleSession.AttemptsPerMinute; attempt++)
        {
            Assert.Equal(401, (await _browser.SignInAsync(secret: string.Create(CultureInfo.InvariantCulture, $"guess-{attempt}"))).Status);
        }

        var refused = await _browser.SignInAsync();
        Assert.Equal((429, "50"), (refused.Status, refused.Header("Retry-After")));
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(201, (await _browser.SignInAsync()).Status);
    }

    [Fact]
    public async Task Signing_out_removes_the_cookie()
    {
        await _browser.SignInAsync();
        Assert.Equal(200, (await _browser.SendAsync("DELETE", "/console/session")).Status);
        Assert.EndsWith("=", _browser.Cookie, StringComparison.Ordinal);
        Assert.Contains("expires=Thu, 01 Jan 1970", _browser.Attributes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Without_the_pages_header_nothing_is_signed_in_or_out(string method)
    {
        await _browser.SignInAsync();
        var before = _browser.Cookie;
        var refused = await _browser.SendAsync(method, "/console/session", $$"""{"api_key":"key","secret":"{{FakeApps.Secret}}"}""", console: null);
        Assert.Equal((400, before), (refused.Status, _browser.Cookie));
    }
}
