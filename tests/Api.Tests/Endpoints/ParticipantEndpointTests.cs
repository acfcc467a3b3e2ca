using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class ParticipantEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Put_passes_on_participant_and_tracks_with_their_passwords_sealed()
    {
        var reply = await _host.SendAsync("PUT", "/api/v2/video/call/default/put/participants/s-1", """
            {"user_id":"anna","role":"host","ttl_seconds":30,"tracks":[
              {"track_type":"TRACK_TYPE_VIDEO","url":"rtsp://u:p@127.0.0.1:8554/anna","height":720},
              {"track_type":"TRACK_TYPE_SCREEN_SHARE","url":"rtsp://127.0.0.1/screen","muted":true}]}
            """);
        Assert.Equal(201, reply.Status);
        var request = cluster.Script.Received<ParticipantRequest>("call/key/default:put");
        Assert.Equal(("s-1", "anna", "host", 30), (request.UserSessionId, request.UserId, request.Role, request.TtlSeconds));
        Assert.Equal(
            [
                new(TrackType.Video, new("rtsp://127.0.0.1:8554/anna", 720) { SealedUserInfo = "sealed(key, u:p)" }, false),
                new(TrackType.ScreenShare, new("rtsp://127.0.0.1/screen"), true),
            ],
            request.Tracks);
    }

    [Fact]
    public async Task Put_passes_on_several_layers_of_a_track()
    {
        var reply = await _host.SendAsync("PUT", "/api/v2/video/call/default/layers/participants/s-1", """
            {"user_id":"anna","tracks":[
              {"track_type":"TRACK_TYPE_VIDEO","url":"rtsp://h/low","height":180},
              {"track_type":"TRACK_TYPE_VIDEO","url":"rtsp://h/high","height":720}]}
            """);
        Assert.Equal(201, reply.Status);
        var request = cluster.Script.Received<ParticipantRequest>("call/key/default:layers");
        Assert.Equal([("rtsp://h/low", 180), ("rtsp://h/high", 720)], request.Tracks.Select(track => (track.Source.Url, track.Source.Height)));
    }

    [Fact]
    public async Task Delete_passes_on_the_session()
    {
        Assert.Equal(200, (await _host.SendAsync("DELETE", "/video/call/default/deleted/participants/s-1")).Status);
        Assert.Equal("s-1", cluster.Script.Received<string>("call/key/default:deleted"));
    }

    [Fact]
    public async Task A_call_that_was_never_made_is_404()
    {
        cluster.Script.Refuse("call/key/default:never", Refusal.NotFound("Can't find call with id default:never"));
        foreach (var (method, path) in new[] { ("GET", ""), ("DELETE", "/participants/s"), ("GET", "/frames"), ("GET", "/ledger"), ("POST", "/start_frame_recording") })
        {
            var reply = await _host.SendAsync(method, $"/api/v2/video/call/default/never{path}");
            Assert.Equal((404, 16), (reply.Status, reply.Code));
            Assert.EndsWith(" failed with error: \"Can't find call with id default:never\"", reply.Message, StringComparison.Ordinal);
        }
    }
}
