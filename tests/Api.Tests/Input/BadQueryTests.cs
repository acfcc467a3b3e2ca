using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Input;

/// <summary>Queries that are wrong answer 400 with code 4, name what is wrong by its path, and reach no grain.</summary>
[Collection(ApiSuite.Name)]
public sealed class BadQueryTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Calls = "/api/v2/video/calls";
    private const string Members = "/api/v2/video/call/members";
    private const string Participants = "/api/v2/video/call/default/badquery/participants";
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("""[]""", "filter_conditions")]
    [InlineData("""{"color":"red"}""", "filter_conditions.color")]
    [InlineData("""{"created_by":"ann"}""", "filter_conditions.created_by")]
    [InlineData("""{"custom":{"color":"red"}}""", "filter_conditions.custom")]
    [InlineData("""{"custom.":1}""", "filter_conditions.custom.")]
    [InlineData("""{"custom.a..b":1}""", "filter_conditions.custom.a..b")]
    [InlineData("""{"custom.a\"b":1}""", "filter_conditions.custom.a\"b")]
    [InlineData("""{"custom.a\\b":1}""", "filter_conditions.custom.a\\b")]
    [InlineData("""{"$where":"1"}""", "filter_conditions.$where")]
    [InlineData("""{"$or":{}}""", "filter_conditions.$or")]
    [InlineData("""{"$or":[]}""", "filter_conditions.$or")]
    [InlineData("""{"$or":[1]}""", "filter_conditions.$or[0]")]
    [InlineData("""{"$and":[{"id":"a"},{"$or":[{"x":1}]}]}""", "filter_conditions.$and[1].$or[0].x")]
    [InlineData("""{"id":5}""", "filter_conditions.id")]
    [InlineData("""{"id":null}""", "filter_conditions.id")]
    [InlineData("""{"id":["a"]}""", "filter_conditions.id")]
    [InlineData("""{"id":{}}""", "filter_conditions.id")]
    [InlineData("""{"id":{"eq":"a"}}""", "filter_conditions.id.eq")]
    [InlineData("""{"id":{"$ne":"a"}}""", "filter_conditions.id.$ne")]
    [InlineData("""{"id":{"$autocomplete":"a"}}""", "filter_conditions.id.$autocomplete")]
    [InlineData("""{"id":{"$in":"a"}}""", "filter_conditions.id.$in")]
    [InlineData("""{"id":{"$in":[]}}""", "filter_conditions.id.$in")]
    [InlineData("""{"id":{"$in":["a",7]}}""", "filter_conditions.id.$in[1]")]
    [InlineData("""{"id":{"$exists":"yes"}}""", "filter_conditions.id.$exists")]
    [InlineData("""{"ongoing":"true"}""", "filter_conditions.ongoing")]
    [InlineData("""{"ongoing":{"$in":[true]}}""", "filter_conditions.ongoing.$in")]
    [InlineData("""{"members":"ann"}""", "filter_conditions.members")]
    [InlineData("""{"starts_at":"soon"}""", "filter_conditions.starts_at")]
    [InlineData("""{"starts_at":{"$gt":null}}""", "filter_conditions.starts_at.$gt")]
    [InlineData("""{"starts_at":{"$gt":1.5}}""", "filter_conditions.starts_at.$gt")]
    [InlineData("""{"starts_at":{"$gt":true}}""", "filter_conditions.starts_at.$gt")]
    [InlineData("""{"custom.a":[1]}""", "filter_conditions.custom.a")]
    [InlineData("""{"custom.a":{"b":1}}""", "filter_conditions.custom.a.b")]
    [InlineData("""{"custom.a":{"$in":[1,"1"]}}""", "filter_conditions.custom.a.$in")]
    [InlineData("""{"custom.a":{"$gt":{"$gt":1}}}""", "filter_conditions.custom.a.$gt")]
    [InlineData("""{"custom.a":{"$autocomplete":1}}""", "filter_conditions.custom.a.$autocomplete")]
    public async Task A_wrong_condition_is_named(string conditions, string field)
        => await AssertNamedAsync("POST", Calls, $$"""{"limit":91,"filter_conditions":{{conditions}}}""", field, "calls/91");

    [Theory]
    [InlineData("POST", Calls, """{"limit":101}""", "limit")]
    [InlineData("POST", Calls, """{"limit":-1}""", "limit")]
    [InlineData("POST", Calls, """{"limit":"5"}""", "limit")]
    [InlineData("POST", Calls, """{"next":7}""", "next")]
    [InlineData("POST", Calls, """{"next":"a","prev":"b"}""", "prev")]
    [InlineData("POST", Calls, """{"sort":{}}""", "sort")]
    [InlineData("POST", Calls, """{"sort":[1]}""", "sort[0]")]
    [InlineData("POST", Calls, """{"sort":[{"direction":1}]}""", "sort[0].field")]
    [InlineData("POST", Calls, """{"sort":[{"field":"color"}]}""", "sort[0].field")]
    [InlineData("POST", Calls, """{"sort":[{"field":"custom.color"}]}""", "sort[0].field")]
    [InlineData("POST", Calls, """{"sort":[{"field":"members"}]}""", "sort[0].field")]
    [InlineData("POST", Calls, """{"sort":[{"field":"id","direction":2}]}""", "sort[0].direction")]
    [InlineData("POST", Calls, """{"sort":[{"field":"id"},{"field":"cid"},{"field":"type"}]}""", "sort")]
    [InlineData("POST", Members, """{"id":"badquery"}""", "type")]
    [InlineData("POST", Members, """{"type":"default"}""", "id")]
    [InlineData("POST", Members, """{"type":"default","id":"a:b"}""", "id")]
    [InlineData("POST", Members, """{"type":"default","id":"badquery","filter_conditions":{"custom.x":{"$contains":1}}}""", "filter_conditions.custom.x.$contains")]
    [InlineData("POST", Members, """{"type":"default","id":"badquery","sort":[{"field":"role"}]}""", "sort[0].field")]
    [InlineData("POST", Members, """{"type":"default","id":"badquery","sort":[{"field":"user_id"},{"field":"created_at"}]}""", "sort")]
    [InlineData("POST", Participants, """{"filter_conditions":{"role":"host"}}""", "filter_conditions.role")]
    [InlineData("POST", Participants, """{"filter_conditions":{"user_id":{"$gt":"a"}}}""", "filter_conditions.user_id.$gt")]
    [InlineData("POST", Participants + "?limit=101", "{}", "limit")]
    [InlineData("GET", "/api/v2/users?payload=%5B%5D", null, "payload")]
    [InlineData("GET", "/api/v2/users?payload=%7B", null, "payload")]
    [InlineData("GET", "/api/v2/users?payload=%7B%22offset%22%3A1001%7D", null, "offset")]
    [InlineData("GET", "/api/v2/users?payload=%7B%22presence%22%3A1%7D", null, "presence")]
    [InlineData("GET", "/api/v2/users?payload=%7B%22filter_conditions%22%3A%7B%22online%22%3Atrue%7D%7D", null, "filter_conditions.online")]
    [InlineData("PATCH", "/api/v2/users", "{}", "users")]
    [InlineData("PATCH", "/api/v2/users", """{"users":{}}""", "users")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{}]}""", "users[0].id")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a"},{"id":"a"}]}""", "users[1].id")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a","set":[]}]}""", "users[0].set")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a","set":{"name":1}}]}""", "users[0].set.name")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a","set":{"banned":true}}]}""", "users[0].set.banned")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a","set":{"a..b":true}}]}""", "users[0].set.a..b")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a","set":{"x":1,"custom.x":2}}]}""", "users[0].set.custom.x")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a","unset":["role"]}]}""", "users[0].unset[0]")]
    [InlineData("PATCH", "/api/v2/users", """{"users":[{"id":"a","unset":["a.b.c.d.e.f.g.h.i"]}]}""", "users[0].unset[0]")]
    [InlineData("POST", "/api/v2/guest", "{}", "user")]
    [InlineData("POST", "/api/v2/guest", """{"user":{"id":"a b"}}""", "user.id")]
    [InlineData("POST", "/api/v2/video/call/default/badquery/delete", """{"hard":"yes"}""", "hard")]
    public async Task A_wrong_field_is_named(string method, string path, string? body, string field)
        => await AssertNamedAsync(method, path, body, field, "call/key/default:badquery");

    [Fact]
    public async Task A_hundred_and_one_are_too_many()
    {
        var ids = string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"u{number}\""));
        await AssertNamedAsync("POST", Calls, """{"filter_conditions":{"members":{"$in":[IDS]}}}""".Replace("IDS", ids, StringComparison.Ordinal), "filter_conditions.members.$in");
        var parts = string.Join(',', Enumerable.Range(0, 101).Select(_ => """{"id":"a"}"""));
        await AssertNamedAsync("POST", Calls, """{"filter_conditions":{"$or":[PARTS]}}""".Replace("PARTS", parts, StringComparison.Ordinal), "filter_conditions.$or");
        var halves = string.Join(',', Enumerable.Range(0, 52).Select(_ => """{"id":"a","cid":"b"}"""));
        var many = await _host.SendAsync("POST", Calls, """{"filter_conditions":{"$or":[PARTS]}}""".Replace("PARTS", halves, StringComparison.Ordinal));
        Assert.Equal((400, 4), (many.Status, many.Code));
        Assert.Contains("at most 100 conditions", many.Message, StringComparison.Ordinal);
        var users = string.Join(',', Enumerable.Range(0, 101).Select(number => $$"""{"id":"u{{number}}"}"""));
        await AssertNamedAsync("PATCH", "/api/v2/users", $$"""{"users":[{{users}}]}""", "users");
    }

    [Fact]
    public async Task A_filter_that_is_too_deep_or_names_a_field_twice_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"$and":[""", 30)) + "{}" + string.Concat(Enumerable.Repeat("]}", 30));
        var reply = await _host.SendAsync("POST", Calls, $$"""{"filter_conditions":{{deep}}}""");
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Contains("not valid JSON", reply.Message, StringComparison.Ordinal);

        var twice = await _host.SendAsync("POST", Calls, """{"filter_conditions":{"id":"a","id":"b"}}""");
        Assert.Equal((400, 4), (twice.Status, twice.Code));
    }

    [Fact]
    public async Task A_name_as_long_as_the_body_is_not_repeated()
    {
        var reply = await _host.SendAsync("POST", Calls, $$$"""{"filter_conditions":{"{{{new string('x', 100_000)}}}":1}}""");
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.InRange(reply.Text.Length, 1, 2_000);
    }

    private async Task AssertNamedAsync(string method, string path, string? body, string field, string? grain = null)
    {
        var reply = await _host.SendAsync(method, path, body);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Fields);
        Assert.False(grain is not null && (cluster.Script.WasAsked(grain) || cluster.Script.WasAsked($"queries/{grain}")));
    }
}
