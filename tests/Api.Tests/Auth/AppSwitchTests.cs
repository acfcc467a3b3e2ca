using System.Globalization;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Auth;

/// <summary>What the app's own settings change of who is let in, and how soon.</summary>
[Collection(ApiSuite.Name)]
public sealed class AppSwitchTests(ApiCluster cluster) : IAsyncLifetime
{
    // 2026-01-01T00:00:00Z
    private const long Now = 1_767_225_600;

    private readonly string _app = $"app-{Guid.NewGuid():N}";
    private readonly ManualClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(Now));
    private readonly List<RightsRequest> _asked = [];
    private ApiHost _host = null!;

    private static string Forged { get; } = Jwt.Make("""{"user_id":"anna"}""", "a-secret-that-is-not-the-one-of-the-app");

    public async Task InitializeAsync()
    {
        _host = await NewHostAsync();
        cluster.Script.Answer($"call/{_app}/default:c", request =>
        {
            _asked.Add(request);
            return request.ServersOnly && !request.Actor.IsServer ? Refusal.NotAllowed("for servers") : CallRights.All;
        });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("""{"user_id":"anna"}""")]
    [InlineData("""{"user_id":"anna","exp":1}""")]
    [InlineData("""{"user_id":"anna","iat":99999999999,"nbf":99999999999}""")]
    public async Task Unchecked_tokens_of_users_are_believed(string payload)
    {
        var token = Jwt.Make(payload, "a-secret-that-is-not-the-one-of-the-app");
        Assert.Equal(401, (await GetAsync(token)).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        cluster.Script.Let(_app, new() { DisableAuthChecks = true, RevokeTokensIssuedBefore = _clock.GetUtcNow() });
        Assert.Equal(200, (await GetAsync(token)).Status);
        Assert.Equal(new Actor("anna") { IssuedAt = DateTimeOffset.MaxValue }, Assert.Single(_asked).Actor);
    }

    [Fact]
    public async Task The_development_token_of_client_sdks_is_believed_with_its_role_and_calls()
    {
        cluster.Script.Let(_app, new() { DisableAuthChecks = true });
        var parts = Jwt.Make("""{"user_id":"anna","role":"host","call_cids":["default:c"]}""").Split('.');
        Assert.Equal(200, (await GetAsync($"{parts[0]}.{parts[1]}.devtoken")).Status);
        Assert.Equal(("anna", "host"), (_asked[0].Actor.UserId, _asked[0].Actor.CallRole));
        var other = Jwt.Make("""{"user_id":"anna","call_cids":["default:d"]}""").Split('.');
        Assert.Equal(403, (await GetAsync($"{other[0]}.{other[1]}.devtoken")).Status);
    }

    [Fact]
    public async Task Without_a_token_the_query_says_who_it_is()
    {
        Assert.Equal((401, 5), Code(await GetAsync("", "&user_id=anna")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        cluster.Script.Let(_app, new() { DisableAuthChecks = true });
        Assert.Equal(200, (await GetAsync("", "&user_id=anna")).Status);
        Assert.Equal("anna", Assert.Single(_asked).Actor.UserId);
        Assert.Equal(200, (await GetAsync(Jwt.Make("""{"user_id":"bert"}"""), "&user_id=anna")).Status);
        Assert.Equal("bert", _asked[1].Actor.UserId);
        foreach (var query in (string[])["", "&user_id=", "&user_id=a/b", "&user_id=anna&user_id=bert"])
        {
            Assert.Equal((401, 5), Code(await GetAsync("", query)));
        }
    }

    /// <summary>Servers may do everything: who says to be one must show it, whatever is switched off.</summary>
    [Fact]
    public async Task Servers_are_always_checked_and_what_is_theirs_stays_theirs()
    {
        cluster.Script.Let(_app, new() { DisableAuthChecks = true, DisablePermissionsChecks = true });
        Assert.Equal((401, 43), Code(await GetAsync(Jwt.Make("{}", "a-secret-that-is-not-the-one-of-the-app"))));
        Assert.Equal((401, 40), Code(await GetAsync(Jwt.Make("""{"server":true,"exp":1}"""))));
        Assert.Equal((401, 43), Code(await GetAsync(Jwt.Make("{}", header: """{"alg":"none"}"""))));
        Assert.Equal((401, 43), Code(await GetAsync(Jwt.Make("""{"user_id":"anna"}""", header: """{"alg":"none"}"""))));
        Assert.Equal((401, 5), Code(await GetAsync(Jwt.Make("""{"user_id":""}"""))));
        Assert.Empty(_asked);
        Assert.Equal(200, (await GetAsync(Jwt.Make("{}"))).Status);
        foreach (var (path, token) in new[] { ("/api/v2/app", Forged), ("/video/call/default/c/frames", Forged), ("/api/v2/app", "") })
        {
            Assert.Equal((403, 17), Code(await SendAsync(_host, path, token, "&user_id=anna")));
        }
    }

    [Fact]
    public async Task Unchecked_permissions_are_the_grains_to_pass()
    {
        cluster.Script.Let(_app, new() { DisablePermissionsChecks = true });
        Assert.Equal(200, (await GetAsync(Jwt.Make("""{"user_id":"anna"}"""))).Status);
        Assert.True(Assert.Single(_asked).Actor.IsUnchecked);
        Assert.Equal((401, 43), Code(await GetAsync(Forged)));
    }

    [Theory]
    [InlineData("""{"user_id":"anna","iat":1767225599}""", false)]
    [InlineData("""{"user_id":"anna","iat":1767225599.999}""", false)]
    [InlineData("""{"user_id":"anna","iat":1767225600}""", true)]
    [InlineData("""{"user_id":"anna","iat":1767225601}""", true)]
    [InlineData("""{"user_id":"anna"}""", false)]
    [InlineData("""{"user_id":"!anon"}""", false)]
    [InlineData("""{"user_id":"anna","iat":-100}""", false)]
    [InlineData("""{"server":true}""", true)]
    [InlineData("""{"iat":1767225599,"exp":1767229200}""", false)]
    [InlineData("""{"iat":1767225600}""", true)]
    public async Task Older_tokens_are_revoked_with_5(string payload, bool taken)
    {
        cluster.Script.Let(_app, new() { RevokeTokensIssuedBefore = _clock.GetUtcNow() });
        var reply = await GetAsync(Jwt.Make(payload));
        Assert.Equal(taken ? 200 : 401, reply.Status);
        if (!taken)
        {
            Assert.Equal((5, "JWTAuth error: token is revoked (revoke_tokens_issued_before); get a new one"), (reply.Code, reply.Message));
        }
    }

    [Fact]
    public async Task The_age_of_a_token_is_the_users_to_judge_too()
    {
        await GetAsync(Jwt.Make("""{"user_id":"anna","iat":1767225599.5}"""));
        await GetAsync(Jwt.Make("""{"user_id":"anna"}"""));
        Assert.Equal([DateTimeOffset.FromUnixTimeMilliseconds((Now * 1_000) - 500), (DateTimeOffset?)null], _asked.Select(request => request.Actor.IssuedAt));
        cluster.Script.Answer($"call/{_app}/default:c", _ => Refusal.Revoked());
        Assert.Equal((401, 5), Code(await GetAsync(Jwt.Make("""{"user_id":"anna"}"""))));
    }

    [Fact]
    public async Task A_change_counts_at_once_on_its_host_and_within_a_second_on_others()
    {
        await using var other = await NewHostAsync();
        foreach (var host in (ApiHost[])[_host, other])
        {
            Assert.Equal(401, (await SendAsync(host, "/video/call/default/c", Forged)).Status);
        }

        cluster.Script.Let(_app, new() { DisableAuthChecks = true });
        var change = await SendAsync(_host, "/api/v2/app", Jwt.Make("{}"), method: "PATCH");
        Assert.Equal(200, change.Status);
        Assert.Equal(200, (await GetAsync(Forged)).Status);
        Assert.Equal(401, (await SendAsync(other, "/video/call/default/c", Forged)).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await SendAsync(other, "/video/call/default/c", Forged)).Status);
    }

    [Fact]
    public async Task While_the_app_does_not_answer_what_was_known_last_counts()
    {
        cluster.Script.Fail($"app/{_app}", () => new TimeoutException());
        var unknown = await GetAsync(Jwt.Make("{}"));
        Assert.Equal((503, -1), (unknown.Status, unknown.Code));
        Assert.NotNull(unknown.Header("X-RateLimit-Remaining"));

        cluster.Script.Mend($"app/{_app}");
        cluster.Script.Let(_app, new() { DisableAuthChecks = true });
        Assert.Equal(200, (await GetAsync(Forged)).Status);
        cluster.Script.Fail($"app/{_app}", () => new TimeoutException());
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await GetAsync(Forged)).Status);
    }

    [Fact]
    public async Task Unchecked_callers_do_not_use_up_the_apps_limit()
    {
        cluster.Script.Let(_app, new() { DisableAuthChecks = true });
        var before = int.Parse((await GetAsync(Jwt.Make("{}"))).Header("X-RateLimit-Remaining")!, CultureInfo.InvariantCulture);
        await GetAsync(Forged);
        Assert.Equal($"{before - 1}", (await GetAsync(Jwt.Make("{}"))).Header("X-RateLimit-Remaining"));
    }

    private static (int Status, int Code) Code(Reply reply) => (reply.Status, reply.Code);

    private async Task<ApiHost> NewHostAsync()
    {
        var host = await ApiHost.StartAsync(cluster, clock: _clock);
        host.Apps.Set(_app, FakeApps.Secret);
        return host;
    }

    private Task<Reply> GetAsync(string token, string query = "") => SendAsync(_host, "/video/call/default/c", token, query);

    private async Task<Reply> SendAsync(ApiHost host, string path, string token, string query = "", string method = "GET")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), $"{path}?api_key={_app}{query}");
        request.Headers.TryAddWithoutValidation("Authorization", token);
        request.Headers.Add("stream-auth-type", "jwt");
        return await host.SendAsync(request);
    }
}
