using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class CallTypeEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Update_passes_on_what_is_given()
    {
        var reply = await _host.SendAsync("PUT", "/api/v2/video/calltypes/given", """
            {"settings":{"frame_recording":{"mode":"available","capture_interval_in_seconds":2,"quality":"480p"}},
             "grants":{"user":["join-call"],"host":[]},"notification_settings":{"enabled":true},"external_storage":"mine"}
            """);
        Assert.Equal(201, reply.Status);
        var update = cluster.Script.Received<CallTypeUpdate>("calltype/key/given");
        Assert.Contains("\"480p\"", update.Settings!.Value.Text, StringComparison.Ordinal);
        Assert.Equal(["join-call"], update.Grants!["user"]);
        Assert.Empty(update.Grants["host"]);
        Assert.Equal("""{"enabled":true}""", update.NotificationSettings!.Value.Text);
        Assert.Equal("mine", update.ExternalStorage);
    }

    [Fact]
    public async Task Update_with_nothing_given_changes_nothing()
    {
        await _host.SendAsync("PUT", "/api/v2/video/calltypes/nothing", """{"grants":null}""");
        Assert.Equal(new CallTypeUpdate(null, null, null, null), cluster.Script.Received<CallTypeUpdate>("calltype/key/nothing"));
    }

    // What settings mean is for the grain to judge; the API gives its words on.
    [Fact]
    public async Task What_the_grain_refuses_names_its_field()
    {
        cluster.Script.Refuse("calltype/key/interval", Refusal.Input("settings.frame_recording.capture_interval_in_seconds", "must be 2 to 60"));
        var reply = await _host.SendAsync(
            "PUT", "/api/v2/video/calltypes/interval", """{"settings":{"frame_recording":{"capture_interval_in_seconds":61}}}""");
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal(["settings.frame_recording.capture_interval_in_seconds"], reply.Fields);
        Assert.Equal("UpdateCallType failed with error: \"settings.frame_recording.capture_interval_in_seconds: must be 2 to 60\"", reply.Message);
    }

    [Fact]
    public async Task List_is_a_map_by_name()
    {
        var reply = await _host.SendAsync("GET", "/api/v2/video/calltypes");
        Assert.Equal("default", reply.Json.GetProperty("call_types").GetProperty("default").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Delete_answers_as_the_grain_does()
    {
        cluster.Script.Refuse("calltype/key/kept", Refusal.Input("name", "call type kept is built in and cannot be deleted"));
        var kept = await _host.SendAsync("DELETE", "/api/v2/video/calltypes/kept");
        Assert.Equal((400, 4), (kept.Status, kept.Code));
        Assert.Equal(200, (await _host.SendAsync("DELETE", "/api/v2/video/calltypes/gone")).Status);
        Assert.Equal("delete", cluster.Script.Received<string>("calltype/key/gone"));
    }

    [Fact]
    public async Task A_type_that_does_not_exist_is_404()
    {
        cluster.Script.Refuse("calltype/key/none", Refusal.NotFound("none: call type does not exist"));
        var reply = await _host.SendAsync("GET", "/api/v2/video/calltypes/none");
        Assert.Equal((404, 16), (reply.Status, reply.Code));
        Assert.Equal("GetCallType failed with error: \"none: call type does not exist\"", reply.Message);
    }
}
