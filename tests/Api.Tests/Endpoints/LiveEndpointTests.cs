using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Endpoints;

/// <summary>Permissions of one user, backstage, and events of the app's own.</summary>
[Collection(ApiSuite.Name)]
public sealed class LiveEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/api/v2/video")]
    [InlineData("/video")]
    public async Task Permissions_are_passed_on_once_each(string prefix)
    {
        var reply = await _host.SendAsync("POST", $"{prefix}/call/default/permit/user_permissions", """
            {"user_id":"anna","grant_permissions":["send-audio","screenshare","send-audio"],"revoke_permissions":["send-video"]}
            """);
        Assert.Equal(201, reply.Status);
        Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
        var update = cluster.Script.Received<UserPermissionsUpdate>("call/key/default:permit");
        Assert.Equal("anna", update.UserId);
        Assert.Equal(["send-audio", "screenshare"], update.Grant);
        Assert.Equal(["send-video"], update.Revoke);
    }

    [Theory]
    [InlineData("""{"grant_permissions":["send-audio"]}""", "user_id")]
    [InlineData("""{"user_id":"a b"}""", "user_id")]
    [InlineData("""{"user_id":"anna","grant_permissions":"send-audio"}""", "grant_permissions")]
    [InlineData("""{"user_id":"anna","grant_permissions":["send-audio","end-call"]}""", "grant_permissions[1]")]
    [InlineData("""{"user_id":"anna","revoke_permissions":[7]}""", "revoke_permissions[0]")]
    [InlineData("""{"user_id":"anna","revoke_permissions":["SendAudio"]}""", "revoke_permissions[0]")]
    [InlineData("""{"user_id":"anna","grant_permissions":["send-audio"],"revoke_permissions":["send-audio"]}""", "revoke_permissions")]
    public async Task Permissions_that_cannot_be_given_are_named(string body, string field)
    {
        var reply = await _host.SendAsync("POST", "/video/call/default/unpermitted/user_permissions", body);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Fields);
        Assert.False(cluster.Script.WasAsked("call/key/default:unpermitted"));
    }

    [Theory]
    [InlineData("/api/v2/video", "go_live", "go live")]
    [InlineData("/video", "go_live", "go live")]
    [InlineData("/api/v2/video", "stop_live", "stop live")]
    [InlineData("/video", "stop_live", "stop live")]
    public async Task Live_takes_any_body_and_answers_the_call(string prefix, string path, string asked)
    {
        foreach (var body in (string?[])[null, "", "null", "{}", """{"start_hls":false,"continue_hls":true}"""])
        {
            var reply = await _host.SendAsync("POST", $"{prefix}/call/default/{path}/{path}", body);
            Assert.True(reply.Status == 201, $"{body}: {reply.Text}");
            Assert.Equal(["call", "duration"], reply.Json.EnumerateObject().Select(member => member.Name));
            Assert.Equal($"default:{path}", reply.Json.GetProperty("call").GetProperty("cid").GetString());
            Assert.Equal(asked, cluster.Script.Received<string>($"call/key/default:{path}"));
        }
    }

    [Theory]
    [InlineData("start_hls")]
    [InlineData("start_recording")]
    [InlineData("start_transcription")]
    public async Task Going_live_does_not_promise_what_there_is_not(string name)
    {
        var reply = await _host.SendAsync("POST", "/video/call/default/promise/go_live", $$"""{"{{name}}":true}""");
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal([name], reply.Fields);
        Assert.False(cluster.Script.WasAsked("call/key/default:promise"));
    }

    [Theory]
    [InlineData("""{"user_id":"bert","custom":{"a":[1]}}""", null, "bert", """{"a":[1]}""")]
    [InlineData("""{"user":{"id":"bert"}}""", null, "bert", "{}")]
    [InlineData("""{"custom":{"a":1}}""", "anna", "anna", """{"a":1}""")]
    [InlineData("""{"user_id":"bert","custom":{}}""", "anna", "anna", "{}")]
    [InlineData("", "anna", "anna", "{}")]
    public async Task Events_have_a_sender(string body, string? user, string sender, string custom)
    {
        var token = user is null ? Jwt.Server : Jwt.Make($$"""{"user_id":"{{user}}"}""");
        foreach (var prefix in (string[])["/api/v2/video", "/video"])
        {
            var reply = await _host.SendAsync(ApiHost.Request("POST", $"{prefix}/call/default/event/event", body, token));
            Assert.Equal(201, reply.Status);
            Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
            Assert.Equal(new(sender, new(custom)), cluster.Script.Received<CustomEvent>("call/key/default:event"));
        }
    }

    [Fact]
    public async Task Events_without_a_sender_are_refused()
    {
        var server = await _host.SendAsync("POST", "/video/call/default/senderless/event", """{"custom":{}}""");
        Assert.Equal((400, 4), (server.Status, server.Code));
        Assert.Equal(["user_id"], server.Fields);
        var anonymous = ApiHost.Request("POST", "/video/call/default/senderless/event", "{}", Jwt.Make("""{"user_id":"!anon"}"""));
        Assert.Equal(403, (await _host.SendAsync(anonymous)).Status);
        Assert.False(cluster.Script.WasAsked("call/key/default:senderless"));
    }

    [Theory]
    [InlineData(5_120, 201)]
    [InlineData(5_121, 400)]
    public async Task Events_are_at_most_5_KB_long(int bytes, int status)
    {
        var custom = $$"""{"a":"{{new string('x', bytes - """{"a":""}""".Length)}}"}""";
        Assert.Equal(status, (await _host.SendAsync("POST", "/video/call/default/long/event", $$"""{"user_id":"anna","custom":{{custom}}}""")).Status);
    }

    [Theory]
    [InlineData("user_permissions", "UpdateCallPermissions", "UpdateUserPermissions")]
    [InlineData("go_live", "UpdateCall", "GoLive")]
    [InlineData("stop_live", "UpdateCall", "StopLive")]
    [InlineData("event", "SendEvent", "SendCallEvent")]
    public async Task Users_need_the_permission(string path, string action, string operation)
    {
        cluster.Script.Answer($"call/key/default:asked-{path}", request => Refusal.NotAllowed($"not {request.Action}"));
        var reply = await _host.SendAsync(ApiHost.Request("POST", $"/video/call/default/asked-{path}/{path}", "{}", Jwt.Make("""{"user_id":"anna"}""")));
        Assert.Equal((403, 17), (reply.Status, reply.Code));
        Assert.Equal($"{operation} failed with error: \"not {action}\"", reply.Message);
    }

    [Theory]
    [InlineData("""{"revoke_tokens_issued_before":"2025-02-10T09:15:37.9578498Z"}""", "[]", true, false)]
    [InlineData("""{"revoke_tokens_issued_before":null}""", "[]", false, true)]
    [InlineData("{}", """["revoke_tokens_issued_before"]""", false, true)]
    public async Task Tokens_of_a_user_are_revoked_by_a_patch_and_it_is_taken_back_by_null(string set, string unset, bool revokes, bool ends)
    {
        var reply = await _host.SendAsync("PATCH", "/api/v2/users", $$"""{"users":[{"id":"known-revoked","set":{{set}},"unset":{{unset}}}]}""");
        Assert.Equal(200, reply.Status);
        var patch = cluster.Script.Received<UserPatch>("user/key/known-revoked");
        Assert.Equal(revokes ? Samples.Time : null, patch.RevokeTokensIssuedBefore);
        Assert.Equal(ends ? ["revoke_tokens_issued_before"] : [], patch.Unset);
        Assert.Empty(patch.CustomMembers);
        Assert.Empty(patch.UnsetCustom);
    }
}
