using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class JoinEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    /// <summary>GetStream's clients try a join three times unless they are told that it is of no use.</summary>
    [Theory]
    [InlineData("/video/call/default/join/join")]
    [InlineData("/api/v2/video/call/default/join/join")]
    public async Task Who_wants_to_join_is_told_where_and_not_to_try_again(string path)
    {
        var request = ApiHost.Request("POST", path, """{"location":"CPH"}""", Jwt.Make("""{"user_id":"anna"}"""));
        var reply = await _host.SendAsync(request);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.True(reply.Json.GetProperty("unrecoverable").GetBoolean());
        Assert.StartsWith("JoinCall failed with error: \"this service records frames", reply.Message, StringComparison.Ordinal);
        Assert.Contains("media server", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("reject")]
    public async Task Ringing_is_none_of_this_service(string what)
    {
        var reply = await _host.SendAsync("POST", $"/video/call/default/join/{what}", "{}");
        Assert.Equal((404, 16), (reply.Status, reply.Code));
    }
}
