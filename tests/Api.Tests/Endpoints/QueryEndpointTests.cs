using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Endpoints;

/// <summary>What queries ask their grain, and what they answer. Each test has a size of page of its own, by which the fake grain tells it from others.</summary>
[Collection(ApiSuite.Name)]
public sealed class QueryEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(11, """{"cid":"default:a"}""", "cid Equal default:a")]
    [InlineData(12, """{"cid":{"$eq":"default:a"}}""", "cid Equal default:a")]
    [InlineData(13, """{"cid":{"$in":["a","b"]}}""", "cid In a|b")]
    [InlineData(14, """{"starts_at":{"$gt":"2026-01-02T03:04:05+01:00","$lte":1767319445000000000}}""", "(starts_at Greater 2026-01-02T02:04:05 And starts_at LessOrEqual 2026-01-02T02:04:05)")]
    [InlineData(15, """{"type":"livestream","ongoing":true}""", "(type Equal livestream And ongoing Equal 1)")]
    [InlineData(16, """{"$or":[{"team":null},{"members":{"$in":["ann"]}}]}""", "(team Equal null Or members In ann)")]
    [InlineData(17, """{"$nor":[{"ended_at":{"$exists":true}},{}]}""", "(ended_at Exists 1 Nor ())")]
    [InlineData(18, """{"custom.color":"red","custom.seats":{"$gte":2.5,"$lt":9}}""", "(custom.color Equal red And custom.seats GreaterOrEqual 2.5 And custom.seats Less 9)")]
    [InlineData(19, """{"custom.a.b":{"$contains":false}}""", "custom.a.b Contains 0")]
    [InlineData(20, """{"custom.t":{"$autocomplete":"wo","$q":"x"}}""", "(custom.t Autocomplete wo And custom.t Search x)")]
    [InlineData(21, "{}", "()")]
    [InlineData(22, "null", "()")]
    [InlineData(23, """{"custom.note":"'; DROP TABLE call_index; --"}""", "custom.note Equal '; DROP TABLE call_index; --")]
    public async Task Conditions_reach_the_grain_with_their_types(int limit, string conditions, string filter)
    {
        var reply = await _host.SendAsync("POST", "/api/v2/video/calls", $$"""{"filter_conditions":{{conditions}},"limit":{{limit}}}""");
        Assert.Equal(201, reply.Status);
        Assert.Equal(filter, Written(Received<CallQuery>("calls", limit).Filter));
    }

    [Fact]
    public async Task Calls_come_with_what_the_caller_may_do_and_both_cursors()
    {
        var reply = await _host.SendAsync(
            "POST", "/video/calls", """{"limit":31,"next":"n","prev":"","sort":[{"field":"starts_at","direction":-1},{"field":"cid","direction":0,"type":"x"}],"watch":true}""");
        var call = Assert.Single(reply.Json.GetProperty("calls").EnumerateArray());
        Assert.Equal(["call", "members", "own_capabilities"], call.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal("[\"read-call\"]", call.GetProperty("own_capabilities").GetRawText());
        Assert.Equal(Samples.Members, call.GetProperty("members").GetArrayLength());
        Assert.Equal(("after", "before"), (reply.Json.GetProperty("next").GetString(), reply.Json.GetProperty("prev").GetString()));
        var query = Received<CallQuery>("calls", 31);
        Assert.Equal(("key", null, "n", null), (query.App, query.Viewer, query.Next, query.Prev));
        Assert.Equal([new("starts_at", true), new("cid", false)], query.Sort);
    }

    [Fact]
    public async Task Calls_without_a_body_are_the_usual_page()
    {
        Assert.Equal(201, (await _host.SendAsync("POST", "/api/v2/video/calls")).Status);
        Assert.Equal(201, (await _host.SendAsync("POST", "/api/v2/video/calls", """{"limit":0}""")).Status);
        Assert.Equal((0, null, null), (Received<CallQuery>("calls", 25).Sort.Count, Received<CallQuery>("calls", 25).Next, Received<CallQuery>("calls", 25).Prev));
    }

    [Fact]
    public async Task Calls_of_a_user_are_asked_for_in_its_name()
    {
        var token = Jwt.Make("""{"user_id":"anna","call_cids":["default:a"],"role":"host"}""");
        Assert.Equal(201, (await _host.SendAsync(ApiHost.Request("POST", "/video/calls", """{"limit":32}""", token))).Status);
        var viewer = Received<CallQuery>("calls", 32).Viewer!;
        Assert.Equal(new Actor("anna", "host"), viewer.Actor);
        Assert.Equal(["default:a"], viewer.Cids);

        Assert.Equal(201, (await _host.SendAsync(ApiHost.Request("POST", "/video/calls", """{"limit":33}""", Jwt.Make("""{"user_id":"bert"}""")))).Status);
        viewer = Received<CallQuery>("calls", 33).Viewer!;
        Assert.Equal((new Actor("bert"), null), (viewer.Actor, viewer.Cids));
    }

    [Fact]
    public async Task A_refused_cursor_is_named()
    {
        cluster.Script.Refuse(FakeQueryGrain.Key("calls", 34), Refusal.Input("next", "is not a cursor of this list"));
        var reply = await _host.SendAsync("POST", "/api/v2/video/calls", """{"limit":34,"next":"x"}""");
        Assert.Equal((400, 4, "next"), (reply.Status, reply.Code, Assert.Single(reply.Fields)));
    }

    [Fact]
    public async Task Members_are_asked_for_by_the_call_in_the_body()
    {
        var reply = await _host.SendAsync(
            "POST", "/api/v2/video/call/members", """{"type":"default","id":"m","filter_conditions":{"role":"host"},"sort":[{"field":"user_id","direction":-1}],"limit":41}""");
        Assert.Equal(Samples.Members, reply.Json.GetProperty("members").GetArrayLength());
        var query = Received<MemberQuery>("members", 41);
        Assert.Equal(("default:m", "role Equal host"), (query.CallCid, Written(query.Filter)));
        Assert.Equal([new("user_id", true)], query.Sort);
    }

    [Fact]
    public async Task Members_of_a_call_that_is_not_there_or_not_to_be_read_are_refused()
    {
        cluster.Script.Refuse("call/key/default:gone", Refusal.NotFound("Can't find call with id default:gone"));
        var gone = await _host.SendAsync("POST", "/api/v2/video/call/members", """{"type":"default","id":"gone"}""");
        Assert.Equal((404, 16), (gone.Status, gone.Code));

        cluster.Script.Answer("call/key/default:unreadable", request => Refusal.NotAllowed($"no {request.Action}"));
        var closed = await _host.SendAsync(
            ApiHost.Request("POST", "/api/v2/video/call/members", """{"type":"default","id":"unreadable"}""", Jwt.Make("""{"user_id":"anna"}""")));
        Assert.Equal((403, 17), (closed.Status, closed.Code));
        Assert.Contains("no ReadCall", closed.Message, StringComparison.Ordinal);

        var other = await _host.SendAsync(
            ApiHost.Request("POST", "/api/v2/video/call/members", """{"type":"default","id":"m"}""", Jwt.Make("""{"user_id":"anna","call_cids":["default:a"]}""")));
        Assert.Equal((403, 17), (other.Status, other.Code));
    }

    [Fact]
    public async Task Participants_are_asked_of_the_call_itself()
    {
        var reply = await _host.SendAsync(
            "POST", "/api/v2/video/call/default/people/participants?limit=5", """{"filter_conditions":{"user_id":{"$in":["anna"]},"published_tracks":"TRACK_TYPE_VIDEO"}}""");
        Assert.Equal((201, 7), (reply.Status, reply.Json.GetProperty("total_participants").GetInt32()));
        Assert.Equal("s1", Assert.Single(reply.Json.GetProperty("participants").EnumerateArray()).GetProperty("user_session_id").GetString());
        var (filter, limit) = cluster.Script.Received<(Filter, int)>("call/key/default:people");
        Assert.Equal(("(user_id In anna And published_tracks Equal TRACK_TYPE_VIDEO)", 5), (Written(filter), limit));
    }

    [Fact]
    public async Task Users_are_asked_for_by_a_payload_in_the_query()
    {
        var payload = Uri.EscapeDataString("""{"filter_conditions":{"name":{"$autocomplete":"Ü"}},"sort":[{"field":"last_active","direction":-1}],"limit":51,"offset":3,"presence":true}""");
        var reply = await _host.SendAsync("GET", $"/api/v2/users?payload={payload}");
        Assert.Equal((200, "anna"), (reply.Status, Assert.Single(reply.Json.GetProperty("users").EnumerateArray()).GetProperty("id").GetString()));
        var query = Received<UserQuery>("users", 51);
        Assert.Equal(("key", "name Autocomplete Ü", 3), (query.App, Written(query.Filter), query.Offset));
        Assert.Equal([new("last_active", true)], query.Sort);

        Assert.Equal(200, (await _host.SendAsync("GET", "/api/v2/users")).Status);
        Assert.Equal(Filter.All.Parts, Received<UserQuery>("users", 30).Filter.Parts);
    }

    [Fact]
    public async Task Recordings_of_calls_are_none()
    {
        var reply = await _host.SendAsync("GET", "/video/call/default/c/recordings");
        Assert.Equal((200, 0), (reply.Status, reply.Json.GetProperty("recordings").GetArrayLength()));
    }

    private static string Written(Filter filter) => filter.Field.Length == 0
        ? $"({string.Join($" {filter.Operator} ", filter.Parts.Select(Written))})"
        : $"{filter.Field} {filter.Operator} {string.Join('|', filter.Values.Select(Written))}";

    private static string Written(FilterValue value) => value.Kind switch
    {
        FilterValueKind.Null => "null",
        FilterValueKind.Text => value.Text,
        FilterValueKind.Real => FormattableString.Invariant($"{value.Real}"),
        FilterValueKind.Time => $"{value.Time.UtcDateTime:s}",
        _ => FormattableString.Invariant($"{value.Whole}"),
    };

    private T Received<T>(string list, int limit) => cluster.Script.Received<T>(FakeQueryGrain.Key(list, limit));
}
