using System.Text.Json;
using OrleansFrames.Grains.Tests.Hosting;

namespace OrleansFrames.Grains.Tests.Users;

/// <summary>Tokens of one user that are revoked, over HTTP.</summary>
public sealed class TokenRevocationTests(FramesCluster cluster) : IClassFixture<FramesCluster>, IAsyncLifetime
{
    private const string Call = "/video/call/default/revoked";
    private const string Limit = "2026-01-01T00:00:00Z";
    private const long Issued = 1_767_225_600;

    private FramesHttp _http = null!;

    public async Task InitializeAsync()
    {
        _http = await FramesHttp.StartAsync(cluster);
        await PutAsync();
        Assert.Equal(201, (await _http.SendAsync(FramesHttp.Server, "POST", Call, new { data = new { created_by_id = "ann" } })).Status);
    }

    public async Task DisposeAsync() => await _http.DisposeAsync();

    [Fact]
    public async Task Revoked_UntilItIsTakenBack_EverywhereAndForThisUserAlone()
    {
        var user = await SetAsync(new { revoke_tokens_issued_before = Limit });
        Assert.Equal(Issued * 1_000_000_000, user.GetProperty("revoke_tokens_issued_before").GetInt64());
        string[] old = [Token("ann", Issued - 1), FramesHttp.Token(new { user_id = "ann" })];
        foreach (var token in old)
        {
            AssertRevoked(await _http.SendAsync(token, "GET", Call));
            AssertRevoked(await _http.SendAsync(token, "POST", "/video/calls", new { }));
            AssertRevoked(await _http.SendAsync(token, "GET", "/api/v2/users", query: "&payload={}"));
        }

        Assert.Equal(200, (await _http.SendAsync(Token("ann", Issued), "GET", Call)).Status);
        Assert.Equal(201, (await _http.SendAsync(Token("ann", Issued), "POST", "/video/calls", new { })).Status);
        Assert.Equal(200, (await _http.SendAsync(Token("ben", Issued - 1), "GET", Call)).Status);

        await PutAsync();
        AssertRevoked(await _http.SendAsync(old[0], "GET", Call));
        user = await SetAsync(new { revoke_tokens_issued_before = (string?)null });
        Assert.False(user.TryGetProperty("revoke_tokens_issued_before", out _));
        foreach (var token in old)
        {
            Assert.Equal(200, (await _http.SendAsync(token, "GET", Call)).Status);
        }
    }

    private static string Token(string user, long issued) => FramesHttp.Token(new { user_id = user, iat = issued });

    private static void AssertRevoked((int Status, JsonElement Body) reply)
        => Assert.Equal(
            (401, 5, "JWTAuth error: token is revoked (revoke_tokens_issued_before); get a new one"),
            (reply.Status, reply.Body.GetProperty("code").GetInt32(), reply.Body.GetProperty("message").GetString()));

    private async Task PutAsync()
        => Assert.Equal(201, (await _http.SendAsync(FramesHttp.Server, "POST", "/api/v2/users", new { users = new { ann = new { id = "ann" } } })).Status);

    private async Task<JsonElement> SetAsync(object set)
    {
        var (status, body) = await _http.SendAsync(FramesHttp.Server, "PATCH", "/api/v2/users", new { users = (object[])[new { id = "ann", set }] });
        Assert.True(status == 200, body.ToString());
        return body.GetProperty("users").GetProperty("ann");
    }
}
