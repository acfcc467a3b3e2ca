using System.Net.WebSockets;
using System.Text.Json;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Realtime;

/// <summary>How a client comes in, and what it may not.</summary>
[Collection(ApiSuite.Name)]
public sealed class ConnectTests(ApiCluster cluster) : IAsyncLifetime
{
    private static readonly string[] RequiredOfOwnUser =
    [
        "banned", "channel_mutes", "created_at", "custom", "devices", "id", "invisible", "language", "mutes", "online", "role", "teams",
        "total_unread_count", "unread_channels", "unread_count", "unread_threads", "updated_at",
    ];

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_client_that_says_who_it_is_gets_its_connection_and_its_user()
    {
        await using var client = await Client.OpenAsync(_host);
        await client.SendAsync(Client.Introduction("known-quiet", Client.TokenOf("known-quiet")));
        var hello = await client.NextAsync("connection.ok");
        Assert.NotEmpty(hello.GetProperty("connection_id").GetString()!);
        Assert.Equal(JsonValueKind.String, hello.GetProperty("created_at").ValueKind);
        var me = hello.GetProperty("me");
        Assert.DoesNotContain(RequiredOfOwnUser, member => !me.TryGetProperty(member, out _));
        Assert.Equal(("known-quiet", Samples.Rfc3339), (me.GetProperty("id").GetString(), me.GetProperty("created_at").GetString()));
        Assert.False(cluster.Script.WasAsked("user/key/known-quiet"), "a user of whom nothing is new was written");
    }

    [Fact]
    public async Task What_a_client_says_of_its_user_is_kept_and_never_its_role()
    {
        await using var client = await Client.OpenAsync(_host);
        var more = ""","name":"Ada","custom":{"seat":4},"role":"admin","teams":["red"]""";
        await client.SendAsync(Client.Introduction("ada", Client.TokenOf("ada"), more));
        Assert.Equal("Ada", (await client.NextAsync("connection.ok")).GetProperty("me").GetProperty("name").GetString());
        var patch = cluster.Script.Received<UserPatch>("user/key/ada");
        Assert.Equal(("Ada", null, null, null), (patch.Set.Name, patch.Set.Image, patch.Set.Role, patch.Set.Teams));
        Assert.Equal("""{"seat":4}""", patch.Set.Custom?.Text);
    }

    [Theory]
    [InlineData("stream-auth-type=jwt", "ada", """{"user_id":"ada"}""", 2)]
    [InlineData("api_key=other&stream-auth-type=jwt", "ada", """{"user_id":"ada"}""", 2)]
    [InlineData("api_key=key", "ada", """{"user_id":"ada"}""", 5)]
    [InlineData(Client.Known, "ada", """{"user_id":"grace"}""", 5)]
    [InlineData(Client.Known, "ada", "", 5)]
    [InlineData(Client.Known, "ada", "garbage", 5)]
    [InlineData(Client.Known, "ada", """{"user_id":"ada","exp":1000000000}""", 40)]
    [InlineData(Client.Known, "ada", """{"user_id":"ada","nbf":9000000000}""", 41)]
    [InlineData(Client.Known, "ada", """{"user_id":"ada","iat":9000000000}""", 42)]
    [InlineData(Client.Known, "ada", "signed by another", 43)]
    [InlineData(Client.Known, "ada", """{"server":true}""", 17)]
    [InlineData("api_key=key&stream-auth-type=anonymous", "!anon", """{"user_id":"!anon"}""", 17)]
    [InlineData(Client.Known, "", """{"user_id":"ada"}""", 4)]
    [InlineData(Client.Known, "ada\",\"name\":7,\"x\":\"", """{"user_id":"ada"}""", 4)]
    [InlineData(Client.Known, "ada\"", """{"user_id":"ada"}""", 4)]
    public async Task Whoever_may_not_come_in_is_told_why_and_the_socket_is_closed_for_good(string query, string user, string claims, int code)
    {
        await using var client = await Client.OpenAsync(_host, query);
        var token = claims == "signed by another" ? Jwt.Make("""{"user_id":"ada"}""", "another-secret-of-more-than-32-characters")
            : claims.StartsWith('{') ? Jwt.Make(claims)
            : claims;
        await client.SendAsync(Client.Introduction(user, token));
        await RefusedAsync(client, code);
    }

    [Fact]
    public async Task A_banned_user_does_not_come_in()
    {
        await using var client = await Client.OpenAsync(_host);
        await client.SendAsync(Client.Introduction("banned", Client.TokenOf("banned")));
        await RefusedAsync(client, 17);
    }

    [Fact]
    public async Task A_first_message_without_end_is_refused()
    {
        await using var client = await Client.OpenAsync(_host);
        await client.SendAsync(Client.Introduction("ada", Client.TokenOf("ada"), $",\"name\":\"{new string('a', 70_000)}\""));
        await RefusedAsync(client, 22);
    }

    [Fact]
    public async Task Who_says_nothing_is_sent_away()
    {
        await using var host = await ApiHost.StartAsync(cluster, options => options.ConnectSeconds = 1);
        await using var client = await Client.OpenAsync(host);
        await RefusedAsync(client, 23);
    }

    [Fact]
    public async Task Beyond_the_limit_of_connections_is_429_until_one_ends()
    {
        await using var host = await ApiHost.StartAsync(cluster, options => options.MaxConnections = 1);
        await using (await Client.ConnectAsync(host, "known-1"))
        {
            await using var second = await Client.OpenAsync(host);
            await RefusedAsync(second, 9);
        }

        await Eventually.IsAsync(
            async () =>
            {
                await using var third = await Client.OpenAsync(host);
                await third.SendAsync(Client.Introduction("known-1", Client.TokenOf("known-1")));
                return await third.TypeOfNextAsync() == "connection.ok";
            },
            "a place to be free again");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://page.example:3000", true)]
    [InlineData("http://other.example", false)]
    public async Task Pages_of_configured_origins_and_programs_may_connect(string? origin, bool may)
    {
        await using var host = await ApiHost.StartAsync(cluster, options => options.AllowedOrigins.Add("http://page.example:3000"));
        if (may)
        {
            await (await Client.OpenAsync(host, Client.Known, origin)).DisposeAsync();
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => Client.OpenAsync(host, Client.Known, origin));
        }

        await (await Client.OpenAsync(host, Client.Known, host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority))).DisposeAsync();
    }

    [Fact]
    public async Task A_request_that_is_no_websocket_is_told_so()
    {
        var reply = await _host.SendAsync("GET", "/video/connect");
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Contains("websocket", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_ledger_cannot_be_read_nobody_comes_in_and_then_again()
    {
        cluster.Script.Fail("news", () => new TimeoutException());
        await using (var client = await Client.OpenAsync(_host))
        {
            await client.SendAsync(Client.Introduction("known-1", Client.TokenOf("known-1")));
            await RefusedAsync(client, -1);
        }

        cluster.Script.Mend("news");
        await (await Client.ConnectAsync(_host, "known-1")).DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_ends_ends_the_connection_and_the_client_is_to_bring_another()
    {
        // The clock stands still, so that no machine is too slow to connect in time; timers run.
        await using var host = await ApiHost.StartAsync(cluster, clock: new ManualClock(_now));
        var token = Jwt.Make($$"""{"user_id":"known-1","exp":{{_now.ToUnixTimeSeconds() + 1}}}""");
        await using var client = await Client.ConnectAsync(host, "known-1", token);
        var error = await client.NextAsync("connection.error");
        Assert.Equal(40, error.GetProperty("error").GetProperty("code").GetInt32());
        await client.ClosedAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
    }

    private static async Task RefusedAsync(Client client, int code)
    {
        var error = (await client.NextAsync("connection.error")).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal(
            ["StatusCode", "code", "details", "duration", "message", "more_info"],
            error.EnumerateObject().Select(member => member.Name).Where(name => name != "exception_fields").Order(StringComparer.Ordinal));
        await client.ClosedAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }
}
