using System.Text;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class AppAccessEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private readonly string _app = $"app-{Guid.NewGuid():N}";
    private ApiHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(cluster);
        _host.Apps.Set(_app, FakeApps.Secret);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_given_reaches_the_app()
    {
        var update = await PatchedAsync("""
            {"disable_auth_checks":true,"disable_permissions_checks":false,"guest_user_creation_disabled":true,
             "revoke_tokens_issued_before":"2025-02-10T09:15:37.9578498Z","grants":{"moderator":["update-user","unheard-of"],"user":[],"guest":null}}
            """);
        Assert.Equal((true, false, true), (update.DisableAuthChecks, update.DisablePermissionsChecks, update.GuestUserCreationDisabled));
        Assert.Equal((Samples.Time, false), (update.RevokeTokensIssuedBefore, update.EndsRevocation));
        Assert.Equal(["moderator", "user"], update.Grants!.Keys.Order());
        Assert.Equal(["update-user", "unheard-of"], update.Grants["moderator"]);
        Assert.Empty(update.Grants["user"]);
    }

    [Fact]
    public async Task What_is_not_given_stays()
        => Assert.Equal(AppAccessUpdate.None, await PatchedAsync("""{"disable_auth_checks":null,"grants":null}"""));

    [Fact]
    public async Task Null_ends_a_revocation()
        => Assert.Equal(new() { EndsRevocation = true }, await PatchedAsync("""{"revoke_tokens_issued_before":null}"""));

    [Theory]
    [InlineData("""{"disable_auth_checks":"true"}""", "disable_auth_checks")]
    [InlineData("""{"disable_permissions_checks":1}""", "disable_permissions_checks")]
    [InlineData("""{"guest_user_creation_disabled":[]}""", "guest_user_creation_disabled")]
    [InlineData("""{"revoke_tokens_issued_before":"yesterday"}""", "revoke_tokens_issued_before")]
    [InlineData("""{"revoke_tokens_issued_before":true}""", "revoke_tokens_issued_before")]
    [InlineData("""{"grants":[]}""", "grants")]
    [InlineData("""{"grants":{"user":"update-user"}}""", "grants.user")]
    [InlineData("""{"grants":{"user":[""]}}""", "grants.user[0]")]
    public async Task What_is_wrong_is_named_and_nothing_is_changed(string body, string field)
    {
        var reply = await SendAsync("PATCH", body);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Fields);
        Assert.Equal(GrainScript.GetsSettings, cluster.Script.Received<string>($"app/{_app}"));
    }

    [Fact]
    public async Task The_answer_says_what_is_set()
    {
        cluster.Script.Let(_app, new()
        {
            DisablePermissionsChecks = true,
            RevokeTokensIssuedBefore = DateTimeOffset.UnixEpoch.AddTicks(1),
            Grants = new Dictionary<string, IReadOnlyList<string>> { ["admin"] = ["ban-user"] },
        });
        var app = (await SendAsync("GET")).Json.GetProperty("app");
        Assert.Equal((_app, false, true, false), (
            app.GetProperty("name").GetString(),
            app.GetProperty("disable_auth_checks").GetBoolean(),
            app.GetProperty("disable_permissions_checks").GetBoolean(),
            app.GetProperty("guest_user_creation_disabled").GetBoolean()));
        Assert.Equal(100, app.GetProperty("revoke_tokens_issued_before").GetInt64());
        Assert.Equal("""{"admin":["ban-user"]}""", app.GetProperty("grants").GetRawText());
        var type = app.GetProperty("call_types").GetProperty("default");
        Assert.Equal((1, 1, "default", ""), (
            type.GetProperty("id").GetInt32(),
            type.GetProperty("app").GetInt32(),
            type.GetProperty("name").GetString(),
            type.GetProperty("recording_external_storage").GetString()));
        Assert.Equal(Samples.Nanoseconds, type.GetProperty("created_at").GetInt64());
    }

    [Fact]
    public async Task No_guest_is_made_where_the_app_takes_none()
    {
        Assert.Equal(201, (await GuestAsync()).Status);
        cluster.Script.Let(_app, new() { GuestUserCreationDisabled = true });
        var refused = await GuestAsync();
        Assert.Equal((403, 17), (refused.Status, refused.Code));
        Assert.Equal("CreateGuest failed with error: \"this app takes no guests (guest_user_creation_disabled)\"", refused.Message);
    }

    private async Task<AppAccessUpdate> PatchedAsync(string body)
    {
        var reply = await SendAsync("PATCH", body);
        Assert.True(reply.Status == 200, reply.Text);
        return cluster.Script.Received<AppUpdate>($"app/{_app}").Access;
    }

    private Task<Reply> SendAsync(string method, string? body = null)
    {
        var request = ApiHost.Request(method, "/api/v2/app", body);
        request.RequestUri = new Uri($"/api/v2/app?api_key={_app}", UriKind.Relative);
        return _host.SendAsync(request);
    }

    private async Task<Reply> GuestAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/video/guest?api_key={_app}");
        request.Headers.Add("stream-auth-type", "anonymous");
        request.Content = new StringContent("""{"user":{"id":"anna"}}""", Encoding.UTF8, "application/json");
        return await _host.SendAsync(request);
    }
}
