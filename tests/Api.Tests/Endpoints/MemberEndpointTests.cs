using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class MemberEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Members_are_passed_on_once_each_as_named_last()
    {
        var reply = await _host.SendAsync("POST", "/api/v2/video/call/default/once/members", """
            {"update_members":[{"user_id":"m3"},{"user_id":"m1","role":"host"},{"user_id":"m3","role":"","custom":{"a":1}}],"remove_members":["m2","m2"]}
            """);
        Assert.Equal(201, reply.Status);
        var update = cluster.Script.Received<MembersUpdate>("call/key/default:once");
        Assert.Equal([new("m1", "host", null), new("m3", null, new("""{"a":1}"""))], update.Update);
        Assert.Equal(["m2", "m2"], update.Remove);
        Assert.Equal(["m1", "m3"], reply.Json.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("user_id").GetString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"update_members":null,"remove_members":[]}""")]
    public async Task Nothing_to_do_is_no_fault(string body)
    {
        var reply = await _host.SendAsync("POST", "/video/call/default/nothing/members", body);
        Assert.Equal((201, 0), (reply.Status, reply.Json.GetProperty("members").GetArrayLength()));
    }

    [Theory]
    [InlineData("update_members", """{"user_id":"u@"}""")]
    [InlineData("remove_members", "\"u@\"")]
    public async Task Each_list_ends_at_100(string list, string item)
    {
        var items = Enumerable.Range(1, 101).Select(n => item.Replace("@", $"{n}", StringComparison.Ordinal)).ToArray();
        Assert.Equal(201, (await SendAsync(items[..100])).Status);
        Assert.Equal([list], (await SendAsync(items)).Fields);

        Task<Reply> SendAsync(string[] given) => _host.SendAsync("POST", "/video/call/default/many/members", $$"""{"{{list}}":[{{string.Join(',', given)}}]}""");
    }
}
