using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Moderation;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class ModerationEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("block", """{"user_id":"anna"}""")]
    [InlineData("unblock", """{"user_id":"anna"}""")]
    [InlineData("kick", """{"user_id":"anna"}""")]
    [InlineData("mute_users", """{"mute_all_users":true,"video":true}""")]
    [InlineData("mark_ended", "")]
    [InlineData("mark_ended", "null")]
    [InlineData("mark_ended", "{}")]
    public async Task Each_answers_nothing_but_its_duration_under_both_prefixes(string action, string body)
    {
        foreach (var prefix in new[] { "/api/v2/video", "/video" })
        {
            var reply = await _host.SendAsync("POST", $"{prefix}/call/default/short/{action}", body);
            Assert.Equal(201, reply.Status);
            Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
        }
    }

    [Fact]
    public async Task Block_and_unblock_pass_on_the_user()
    {
        await _host.SendAsync("POST", "/api/v2/video/call/default/blocks/block", """{"user_id":"anna"}""");
        Assert.Equal(("block", "anna", null), cluster.Script.Received<(string, string, string?)>("call/key/default:blocks"));
        await _host.SendAsync("POST", "/api/v2/video/call/default/blocks/unblock", """{"user_id":"anna"}""");
        Assert.Equal(("unblock", "anna"), cluster.Script.Received<(string, string)>("call/key/default:blocks"));
    }

    [Theory]
    [InlineData("""{"user_id":"anna"}""", false, null)]
    [InlineData("""{"user_id":"anna","block":true,"kicked_by_id":"max"}""", true, "max")]
    [InlineData("""{"user_id":"anna","block":false,"kicked_by":{"id":"max","name":"Max"}}""", false, "max")]
    public async Task Kick_passes_on_whom_and_by_whom(string body, bool block, string? by)
    {
        Assert.Equal(201, (await _host.SendAsync("POST", "/api/v2/video/call/default/kicks/kick", body)).Status);
        Assert.Equal(new KickUser("anna", block, by), cluster.Script.Received<KickUser>("call/key/default:kicks"));
    }

    [Fact]
    public async Task Mute_passes_on_whom_what_and_by_whom()
    {
        const string all = """{"user_ids":["anna","bert"],"video":true,"screenshare":true,"muted_by_id":"max"}""";
        Assert.Equal(201, (await _host.SendAsync("POST", "/api/v2/video/call/default/mutes/mute_users", all)).Status);
        var request = cluster.Script.Received<MuteUsers>("call/key/default:mutes");
        Assert.Equal(["anna", "bert"], request.UserIds);
        Assert.Equal((false, true, true, false, "max"), (request.Everybody, request.Video, request.ScreenShare, request.Audio, request.ById));

        await _host.SendAsync("POST", "/api/v2/video/call/default/mutes/mute_users", """{"mute_all_users":true,"screenshare_audio":true}""");
        request = cluster.Script.Received<MuteUsers>("call/key/default:mutes");
        Assert.Equal((true, false, false, true, null), (request.Everybody, request.Video, request.ScreenShare, request.Audio, request.ById));
    }

    [Fact]
    public async Task Mark_ended_ends_the_call()
    {
        Assert.Equal(201, (await _host.SendAsync("POST", "/video/call/default/over/mark_ended")).Status);
        Assert.Equal(("end", null), cluster.Script.Received<(string, string?)>("call/key/default:over"));
    }

    [Theory]
    [InlineData("""{"target_user_id":"banned"}""", null, null, null, false)]
    [InlineData("""{"target_user_id":"banned","timeout":30,"reason":"spam","banned_by_id":"max","shadow":true}""", "max", 30, "spam", true)]
    [InlineData("""{"target_user_id":"banned","timeout":0,"banned_by":{"id":"max"},"ip_ban":false,"channel_cid":"","delete_messages":"soft"}""", "max", null, null, false)]
    public async Task Ban_passes_on_whom_and_how_long(string body, string? by, int? minutes, string? reason, bool shadow)
    {
        var reply = await _host.SendAsync("POST", "/api/v2/moderation/ban", body);
        Assert.Equal(201, reply.Status);
        Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(new BanUser(by, minutes, reason, shadow), cluster.Script.Received<BanUser>("user/key/banned"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("""{"unbanned_by_id":"max"}""")]
    public async Task Unban_takes_its_user_from_the_query_and_any_body(string? body)
    {
        var reply = await _host.SendAsync("POST", "/api/v2/moderation/unban?target_user_id=freed", body);
        Assert.Equal(201, reply.Status);
        Assert.Equal("unban", cluster.Script.Received<string>("user/key/freed"));
    }

    [Theory]
    [InlineData("block", "{}", "user_id")]
    [InlineData("block", """{"user_id":"a b"}""", "user_id")]
    [InlineData("block", """{"user_id":7}""", "user_id")]
    [InlineData("unblock", "", "user_id")]
    [InlineData("kick", """{"block":true}""", "user_id")]
    [InlineData("kick", """{"user_id":"anna","block":"yes"}""", "block")]
    [InlineData("kick", """{"user_id":"anna","kicked_by_id":"a/b"}""", "kicked_by_id")]
    [InlineData("kick", """{"user_id":"anna","kicked_by":{}}""", "kicked_by.id")]
    [InlineData("mute_users", """{"video":true}""", "user_ids")]
    [InlineData("mute_users", """{"user_ids":[],"video":true}""", "user_ids")]
    [InlineData("mute_users", """{"user_ids":["anna","b b"],"video":true}""", "user_ids[1]")]
    [InlineData("mute_users", """{"user_ids":["anna",1],"video":true}""", "user_ids[1]")]
    [InlineData("mute_users", """{"user_ids":["anna"]}""", "video")]
    [InlineData("mute_users", """{"user_ids":["anna"],"video":1}""", "video")]
    public async Task Bad_input_is_named_and_reaches_no_call(string action, string body, string field)
    {
        var reply = await _host.SendAsync("POST", $"/api/v2/video/call/default/unmoderated/{action}", body);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Contains(field, reply.Fields);
        Assert.False(cluster.Script.WasAsked("call/key/default:unmoderated"));
    }

    [Theory]
    [InlineData("ban", """{"timeout":5}""", "target_user_id")]
    [InlineData("ban", """{"target_user_id":"spared","timeout":-1}""", "timeout")]
    [InlineData("ban", """{"target_user_id":"spared","timeout":"5"}""", "timeout")]
    [InlineData("ban", """{"target_user_id":"spared","channel_cid":"messaging:a"}""", "channel_cid")]
    [InlineData("ban", """{"target_user_id":"spared","ip_ban":true}""", "ip_ban")]
    [InlineData("unban", """{"target_user_id":"spared"}""", "target_user_id")]
    [InlineData("unban?target_user_id=a%20b", "{}", "target_user_id")]
    [InlineData("unban?target_user_id=spared&channel_cid=messaging:a", "{}", "channel_cid")]
    public async Task Bad_bans_are_named_and_reach_no_user(string action, string body, string field)
    {
        var reply = await _host.SendAsync("POST", $"/api/v2/moderation/{action}", body);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Fields);
        Assert.False(cluster.Script.WasAsked("user/key/spared"));
    }

    [Fact]
    public async Task What_the_call_refuses_comes_in_its_words()
    {
        cluster.Script.Refuse("call/key/default:nocall", Refusal.NotFound("Can't find call with id default:nocall"));
        foreach (var (action, operation, body) in new[]
        {
            ("block", "BlockUser", """{"user_id":"anna"}"""),
            ("unblock", "UnblockUser", """{"user_id":"anna"}"""),
            ("kick", "KickUser", """{"user_id":"anna"}"""),
            ("mute_users", "MuteUsers", """{"user_ids":["anna"],"video":true}"""),
            ("mark_ended", "EndCall", ""),
        })
        {
            var reply = await _host.SendAsync("POST", $"/api/v2/video/call/default/nocall/{action}", body);
            Assert.Equal((404, 16), (reply.Status, reply.Code));
            Assert.Equal($"{operation} failed with error: \"Can't find call with id default:nocall\"", reply.Message);
        }
    }

    [Fact]
    public async Task Refused_participant_is_403_in_streams_words()
    {
        cluster.Script.Refuse("call/key/default:closed", Refusal.NotAllowed("User 'anna' is blocked from the call"));
        var reply = await _host.SendAsync("PUT", "/api/v2/video/call/default/closed/participants/s1", """{"user_id":"anna","tracks":[]}""");
        Assert.Equal((403, 17), (reply.Status, reply.Code));
        Assert.Equal("PutParticipant failed with error: \"User 'anna' is blocked from the call\"", reply.Message);
    }
}
