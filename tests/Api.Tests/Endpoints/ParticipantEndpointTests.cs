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
    public async Task Put_passes_on_plain_rtp()
    {
        var reply = await _host.SendAsync("PUT", "/api/v2/video/call/default/rtp/participants/s-1", """
            {"user_id":"anna","tracks":[
              {"track_type":"TRACK_TYPE_VIDEO","height":720,"rtp":{"port":5004,"payload_type":96,"codec":"VP8","rtcp_mux":false,"clock_rate":90000}},
              {"track_type":"TRACK_TYPE_SCREEN_SHARE","rtp":{"address":"sfu.local","port":40000,"payload_type":101,"codec":"H264","rtcp_port":40001,"local_port":6000}}]}
            """);
        Assert.Equal(201, reply.Status);
        var tracks = cluster.Script.Received<ParticipantRequest>("call/key/default:rtp").Tracks;
        Assert.Equal(
            [
                new("", 720) { Rtp = new(5004, 96, "VP8", ControlPort: 5005) },
                new("") { Rtp = new(40_000, 101, "H264", ControlPort: 40_001, Address: "sfu.local", LocalPort: 6000) },
            ],
            tracks.Select(track => track.Source));
    }

    [Fact]
    public async Task Put_passes_on_a_session_description()
    {
        var reply = await _host.SendAsync(
            "PUT", "/api/v2/video/call/default/sdp/participants/s-1", """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","sdp":"v=0\r\nm=video 5004 RTP/AVP 96\r\n"}]}""");
        Assert.Equal(201, reply.Status);
        Assert.Equal(new("") { Sdp = "v=0\r\nm=video 5004 RTP/AVP 96\r\n" }, cluster.Script.Received<ParticipantRequest>("call/key/default:sdp").Tracks[0].Source);
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
