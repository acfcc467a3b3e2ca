using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Auth;

/// <summary>Whom the API asks about whom, and what it makes of the answer. What is granted to whom is for the grains.</summary>
[Collection(ApiSuite.Name)]
public sealed class RightsTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("start_frame_recording", "StartFrameRecording")]
    [InlineData("stop_frame_recording", "StopFrameRecording")]
    public async Task A_user_who_may_not_is_told_so_in_the_calls_words_and_nothing_is_done(string path, string action)
    {
        var asked = Refuse($"user-{action}", Refusal.NotAllowed("the call's words"));
        var reply = await SendAsync("POST", $"/video/call/default/user-{action}/{path}", """{"user_id":"anna"}""");
        Assert.Equal((403, 17), (reply.Status, reply.Code));
        Assert.Equal($"{action} failed with error: \"the call's words\"", reply.Message);
        Assert.Equal([new RightsRequest(new Actor("anna"), action)], asked);
        Assert.False(cluster.Script.WasAsked($"call/key/default:user-{action}"));
    }

    [Fact]
    public async Task A_user_who_may_is_served()
    {
        var reply = await SendAsync("POST", "/video/call/default/may/start_frame_recording", """{"user_id":"anna"}""");
        Assert.Equal(201, reply.Status);
        Assert.Equal(new(null), cluster.Script.Received<StartFrameRecording>("call/key/default:may"));
    }

    [Theory]
    [InlineData("PUT", "participants/s1")]
    [InlineData("DELETE", "participants/s1")]
    [InlineData("GET", "frames")]
    [InlineData("GET", "ledger")]
    public async Task Requests_of_our_own_in_calls_are_for_servers(string method, string path)
    {
        var id = $"own-{method}-{path.Split('/')[0]}";
        var asked = Refuse(id, Refusal.NotAllowed("servers only"));
        var reply = await SendAsync(method, $"/api/v2/video/call/default/{id}/{path}", """{"user_id":"root"}""");
        Assert.Equal((403, 17), (reply.Status, reply.Code));
        Assert.True(Assert.Single(asked).ServersOnly);
    }

    [Theory]
    [InlineData("GET", "/api/v2/app")]
    [InlineData("PATCH", "/api/v2/app")]
    [InlineData("GET", "/api/v2/events")]
    [InlineData("GET", "/video/events")]
    [InlineData("GET", "/api/v2/egresses")]
    [InlineData("GET", "/api/v2/video/calltypes/default")]
    [InlineData("PUT", "/video/calltypes/default")]
    [InlineData("POST", "/video/calltypes")]
    public async Task Requests_about_the_app_are_for_servers(string method, string path)
    {
        var reply = await SendAsync(method, path, """{"user_id":"root"}""");
        Assert.Equal((403, 17), (reply.Status, reply.Code));
        Assert.Contains("not allowed to root: ", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.NotAllowed, 403)]
    [InlineData(null, 400)]
    public async Task Call_and_permission_come_before_the_input(RefusalKind? kind, int status)
    {
        var id = $"order-{status}";
        cluster.Script.Answer(
            $"call/key/default:{id}",
            _ => kind is { } refused ? new Refusal(refused, "no", new Dictionary<string, string>()) : new CallRights([]));
        foreach (var claims in (string[])["""{"user_id":"anna"}""", "{}"])
        {
            Assert.Equal(status, (await SendAsync("PATCH", $"/api/v2/video/call/default/{id}", claims, """{"custom":7}""")).Status);
        }
    }

    [Fact]
    public async Task A_call_token_opens_its_calls_with_its_role()
    {
        const string claims = """{"user_id":"anna","role":"host","call_cids":["default:tok1","livestream:tok2"]}""";
        var asked = Allow("tok1", "tok3");
        Assert.Equal(200, (await SendAsync("GET", "/video/call/default/tok1", claims)).Status);
        Assert.Equal(200, (await SendAsync("GET", "/video/call/livestream/tok2", claims)).Status);
        var other = await SendAsync("GET", "/video/call/default/tok3", claims);
        Assert.Equal((403, 17), (other.Status, other.Code));
        Assert.Equal("GetCall failed with error: \"The token is good for other calls only (call_cids)\"", other.Message);
        Assert.Equal(new RightsRequest(new Actor("anna", "host"), "ReadCall"), asked[0]);
        Assert.False(cluster.Script.WasAsked("call/key/default:tok3"));
    }

    [Theory]
    [InlineData("""["default:Tok4","default:tok","default:tok44","tok4"," default:tok4"]""")]
    [InlineData("[]")]
    public async Task A_call_token_without_the_very_call_does_not_open_it(string cids)
        => Assert.Equal(403, (await SendAsync("GET", "/video/call/default/tok4", $$"""{"user_id":"anna","call_cids":{{cids}}}""")).Status);

    [Fact]
    public async Task A_call_token_of_a_call_that_is_not_there_is_404_and_not_403()
    {
        Refuse("tok5", Refusal.NotFound("Can't find call with id default:tok5"));
        Assert.Equal(404, (await SendAsync("GET", "/video/call/default/tok5", """{"user_id":"anna","call_cids":[]}""")).Status);
    }

    [Fact]
    public async Task A_call_token_is_no_good_outside_calls()
    {
        var reply = await SendAsync("POST", "/api/v2/users", """{"user_id":"root","role":"admin","call_cids":["default:tok6"]}""", """{"users":{}}""");
        Assert.Equal((403, 17), (reply.Status, reply.Code));
        Assert.Contains("call_cids", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_lent_by_call_tokens_alone()
    {
        var asked = Allow("lent");
        await SendAsync("GET", "/video/call/default/lent", """{"user_id":"anna","role":"admin"}""");
        Assert.Equal(new Actor("anna"), Assert.Single(asked).Actor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"user_id":"!anon"}""")]
    public async Task Who_gives_no_name_is_anonymous(string? claims)
    {
        var id = $"anon{claims?.Length}";
        var asked = Allow(id);
        var request = ApiHost.Request("GET", $"/video/call/livestream/{id}", token: claims is null ? "" : Jwt.Make(claims));
        request.Headers.Remove("stream-auth-type");
        request.Headers.Add("stream-auth-type", "anonymous");
        Assert.Equal(200, (await _host.SendAsync(request)).Status);
        Assert.Equal(new Actor(Actor.AnonymousId), Assert.Single(asked).Actor);
    }

    [Fact]
    public async Task An_anonymous_viewers_call_token_lends_its_role()
    {
        var asked = Allow("viewer");
        await SendAsync("GET", "/video/call/livestream/viewer", """{"user_id":"!anon","role":"viewer","call_cids":["livestream:viewer"]}""");
        Assert.Equal(new Actor(Actor.AnonymousId, "viewer"), Assert.Single(asked).Actor);
    }

    [Fact]
    public async Task Identity_in_the_query_is_not_believed()
    {
        var asked = Allow("query");
        await SendAsync("GET", "/video/call/default/query?user_id=root&server=true", """{"user_id":"anna"}""");
        Assert.Equal(new Actor("anna"), Assert.Single(asked).Actor);
    }

    [Fact]
    public async Task A_user_makes_calls_in_its_own_name()
    {
        await SendAsync(
            "POST", "/video/call/default/mine", """{"user_id":"anna"}""", """{"data":{"created_by_id":"bert","created_by":{"id":"carl","role":"admin"}}}""");
        var made = cluster.Script.Received<GetOrCreateCall>("call/key/default:mine");
        Assert.Equal(("anna", null), (made.CreatedById, made.CreatedBy));
    }

    [Theory]
    [InlineData("POST", 201)]
    [InlineData("GET", 200)]
    [InlineData("PATCH", 200)]
    public async Task Own_capabilities_are_those_of_the_caller(string method, int status)
    {
        var user = await SendAsync(method, "/video/call/default/capable", """{"user_id":"anna"}""");
        Assert.Equal((status, """["read-call"]"""), (user.Status, user.Json.GetProperty("own_capabilities").GetRawText()));
        var server = await SendAsync(method, "/video/call/default/capable", "{}");
        Assert.Equal(Permissions.Capabilities, server.Json.GetProperty("own_capabilities").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task A_member_is_made_host_or_taken_out_with_its_own_permission()
    {
        cluster.Script.Answer(
            "call/key/default:members",
            request => request.Action == "UpdateCallMember" ? new CallRights([]) : Refusal.NotAllowed(request.Action));
        const string path = "/video/call/default/members/members";
        const string anna = """{"user_id":"anna"}""";
        Assert.Equal(201, (await SendAsync("POST", path, anna, """{"update_members":[{"user_id":"m1"}]}""")).Status);
        var role = await SendAsync("POST", path, anna, """{"update_members":[{"user_id":"m1","role":"host"}]}""");
        var removal = await SendAsync("POST", path, anna, """{"remove_members":["m1"]}""");
        Assert.Equal("UpdateCallMembers failed with error: \"UpdateCallMemberRole\"", role.Message);
        Assert.Equal("UpdateCallMembers failed with error: \"RemoveCallMember\"", removal.Message);
        Assert.Equal((403, 403), (role.Status, removal.Status));
    }

    /// <summary>The requests for rights that the calls get from here on.</summary>
    private List<RightsRequest> Allow(params string[] ids) => Answer(ids, new CallRights(["read-call"]));

    private List<RightsRequest> Refuse(string id, Refusal refusal) => Answer([id], refusal);

    private List<RightsRequest> Answer(string[] ids, Outcome<CallRights> answer)
    {
        List<RightsRequest> asked = [];
        foreach (var key in ids.SelectMany(id => (string[])[$"call/key/default:{id}", $"call/key/livestream:{id}"]))
        {
            cluster.Script.Answer(key, request =>
            {
                asked.Add(request);
                return answer;
            });
        }

        return asked;
    }

    private Task<Reply> SendAsync(string method, string path, string claims, string? body = null)
        => _host.SendAsync(ApiHost.Request(method, path, body ?? (method is "GET" or "DELETE" ? null : "{}"), Jwt.Make(claims)));
}
