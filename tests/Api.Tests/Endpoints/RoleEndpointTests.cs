using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class RoleEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private static readonly string[] RoleMembers = ["created_at", "custom", "name", "scopes", "updated_at"];
    private static readonly string[] PermissionMembers =
        ["action", "custom", "description", "id", "level", "name", "owner", "owner_resource", "same_team", "tags"];

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Roles_are_listed_made_and_deleted()
    {
        var listed = (await _host.SendAsync("GET", "/api/v2/roles")).Json.GetProperty("roles")[0];
        Assert.Equal(RoleMembers, listed.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(Samples.Nanoseconds, listed.GetProperty("created_at").GetInt64());

        var made = await _host.SendAsync("POST", "/api/v2/roles", """{"name":"usher"}""");
        Assert.Equal((201, "usher"), (made.Status, made.Json.GetProperty("role").GetProperty("name").GetString()));
        Assert.Equal(200, (await _host.SendAsync("DELETE", "/api/v2/roles/usher")).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"two words"}""")]
    [InlineData("""{"name":7}""")]
    public async Task A_role_without_a_name_is_refused_with_the_field(string body)
    {
        var reply = await _host.SendAsync("POST", "/api/v2/roles", body);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal(["name"], reply.Fields);
    }

    [Fact]
    public async Task Permissions_are_listed_with_both_forms_of_those_of_calls()
    {
        var permissions = (await _host.SendAsync("GET", "/api/v2/permissions")).Json.GetProperty("permissions").EnumerateArray().ToList();
        Assert.All(permissions, one => Assert.Equal(PermissionMembers, one.EnumerateObject().Select(member => member.Name).Order()));
        var ids = permissions.Select(one => one.GetProperty("id").GetString()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Superset(new HashSet<string?> { "start-frame-recording", "stop-frame-recording-owner", "block-user", "ban-user" }, ids.ToHashSet());
    }

    [Theory]
    [InlineData("start-frame-recording", "StartFrameRecording", false)]
    [InlineData("end-call-owner", "EndCall", true)]
    public async Task A_permission_is_found_by_its_id(string id, string action, bool owner)
    {
        var permission = (await _host.SendAsync("GET", $"/api/v2/permissions/{id}")).Json.GetProperty("permission");
        Assert.Equal((action, owner), (permission.GetProperty("action").GetString(), permission.GetProperty("owner").GetBoolean()));
    }

    [Fact]
    public async Task A_permission_that_does_not_exist_is_404()
    {
        var reply = await _host.SendAsync("GET", "/api/v2/permissions/fly");
        Assert.Equal((404, 16), (reply.Status, reply.Code));
        Assert.Equal("GetPermission failed with error: \"fly: permission does not exist\"", reply.Message);
    }
}
