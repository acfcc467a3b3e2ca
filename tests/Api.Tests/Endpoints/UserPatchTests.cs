using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Endpoints;

/// <summary>Users that are changed in part, and guests.</summary>
[Collection(ApiSuite.Name)]
public sealed class UserPatchTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_set_and_unset_reaches_the_user()
    {
        var reply = await _host.SendAsync("PATCH", "/api/v2/users", """
            {"users":[{"id":"known-1","set":{"name":"Anna","role":"admin","teams":["red"],"color":"blue","custom.a.b":[1],"custom":{"z":1},"teams_role":{}},
              "unset":["image","custom.old","gone.deep","custom"]}]}
            """);
        Assert.Equal((200, "Anna"), (reply.Status, reply.Json.GetProperty("users").GetProperty("known-1").GetProperty("name").GetString()));
        Assert.Equal("", reply.Json.GetProperty("membership_deletion_task_id").GetString());
        var patch = cluster.Script.Received<UserPatch>("user/key/known-1");
        Assert.Equal(("Anna", "admin", null, null, """{"z":1}"""), (patch.Set.Name, patch.Set.Role, patch.Set.Image, patch.Set.Invisible, patch.Set.Custom?.Text));
        Assert.Equal(["red"], patch.Set.Teams!);
        Assert.Equal([("color", "\"blue\""), ("a.b", "[1]")], patch.CustomMembers.Select(member => (member.Key, member.Value.Text)));
        Assert.Equal(["image"], patch.Unset);
        Assert.Equal(["old", "gone.deep", ""], patch.UnsetCustom);
    }

    [Fact]
    public async Task A_user_who_is_not_there_leaves_all_others_as_they_are()
    {
        var reply = await _host.SendAsync("PATCH", "/api/v2/users", """{"users":[{"id":"known-2","set":{"name":"x"}},{"id":"nobody"}]}""");
        Assert.Equal((404, 16), (reply.Status, reply.Code));
        Assert.Contains("the user nobody does not exist", reply.Message, StringComparison.Ordinal);
        Assert.Equal("get", cluster.Script.Received<string>("user/key/known-2"));
    }

    [Theory]
    [InlineData("/api/v2/guest")]
    [InlineData("/api/v2/video/guest")]
    [InlineData("/video/guest")]
    public async Task A_guest_needs_no_token_and_gets_one(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}?api_key=key");
        request.Headers.Add("stream-auth-type", "anonymous");
        request.Content = new StringContent("""{"user":{"id":"anna","name":"Anna","role":"admin"}}""", Encoding.UTF8, "application/json");
        var reply = await _host.SendAsync(request);

        var id = reply.Json.GetProperty("user").GetProperty("id").GetString()!;
        Assert.Equal(201, reply.Status);
        Assert.Matches("^guest-[0-9a-f-]{36}-anna$", id);
        Assert.Equal(("guest", "Anna"), (cluster.Script.Received<UserRequest>($"user/key/{id}").Role, cluster.Script.Received<UserRequest>($"user/key/{id}").Name));
        var token = reply.Json.GetProperty("access_token").GetString()!;
        Assert.Equal(id, JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).GetProperty("user_id").GetString());
        Assert.Equal(200, (await _host.SendAsync(ApiHost.Request("GET", "/video/call/default/guests", token: token))).Status);
    }

    [Theory]
    [InlineData("anonymous", null)]
    [InlineData("jwt", "user")]
    public async Task Telemetry_is_taken_from_everybody(string type, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/video/call_client_event?api_key=key");
        request.Headers.Add("stream-auth-type", type);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Jwt.Make("""{"user_id":"anna"}"""));
        }

        request.Content = new StringContent("""{"events":[{"any":"thing"}]}""", Encoding.UTF8, "application/json");
        var reply = await _host.SendAsync(request);
        Assert.Equal((201, "duration"), (reply.Status, Assert.Single(reply.Json.EnumerateObject()).Name));
    }

    [Fact]
    public async Task A_hard_delete_is_for_servers()
    {
        cluster.Script.Answer("call/key/default:deleted", _ => new Calls.CallRights([]));
        var user = Jwt.Make("""{"user_id":"anna"}""");
        var refused = await _host.SendAsync(ApiHost.Request("POST", "/video/call/default/deleted/delete", """{"hard":true}""", user));
        Assert.Equal((403, 17), (refused.Status, refused.Code));
        Assert.False(cluster.Script.WasAsked("call/key/default:deleted"));

        Assert.Equal(201, (await _host.SendAsync(ApiHost.Request("POST", "/video/call/default/deleted/delete", token: user))).Status);
        Assert.Equal(("delete", false), cluster.Script.Received<(string, bool)>("call/key/default:deleted"));
        var hard = await _host.SendAsync("POST", "/api/v2/video/call/default/deleted/delete", """{"hard":true}""");
        Assert.Equal((201, JsonValueKind.Null), (hard.Status, hard.Json.GetProperty("task_id").ValueKind));
        Assert.Equal(("delete", true), cluster.Script.Received<(string, bool)>("call/key/default:deleted"));
    }
}
