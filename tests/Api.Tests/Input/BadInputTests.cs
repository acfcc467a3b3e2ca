using System.Net.Http.Headers;
using System.Text;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Input;

/// <summary>Every class of bad input answers 400 with code 4 (or 413 with 22), names the field, and reaches no grain.</summary>
[Collection(ApiSuite.Name)]
public sealed class BadInputTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Call = "/api/v2/video/call/default/bad";
    private const string Participant = Call + "/participants/s1";
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("POST", "/api/v2/users", "{}", "users")]
    [InlineData("POST", "/api/v2/users", """{"users":[]}""", "users")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":7}}""", "users.anna")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{}}}""", "users.anna.id")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{"id":"bert"}}}""", "users.anna.id")]
    [InlineData("POST", "/api/v2/users", """{"users":{"a b":{"id":"a b"}}}""", "users.a b.id")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{"id":"anna","name":1}}}""", "users.anna.name")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{"id":"anna","custom":[]}}}""", "users.anna.custom")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{"id":"anna","teams":["a",1]}}}""", "users.anna.teams[1]")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{"id":"anna","invisible":"true"}}}""", "users.anna.invisible")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"settings":[]}""", "settings")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"settings":{"frame_recording":3}}""", "settings.frame_recording")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"grants":{"user":"join-call"}}""", "grants.user")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"grants":{"user":[1]}}""", "grants.user[0]")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"grants":[]}""", "grants")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"grants":{"user":["join-call",""]}}""", "grants.user[1]")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"grants":{"":[]}}""", "grants")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"grants":{"a2345678901234567890123456789012345678901234567890123456789012345":[]}}""", "grants")]
    [InlineData("PUT", "/api/v2/video/calltypes/default", """{"external_storage":1}""", "external_storage")]
    [InlineData("POST", "/api/v2/video/calltypes", "{}", "name")]
    [InlineData("POST", "/api/v2/video/calltypes", """{"name":""}""", "name")]
    [InlineData("POST", "/api/v2/video/calltypes", """{"name":"a b"}""", "name")]
    [InlineData("POST", "/api/v2/video/calltypes", """{"name":"x","grants":{"user":7}}""", "grants.user")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{"id":"anna","role":"a2345678901234567890123456789012345678901234567890123456789012345"}}}""", "users.anna.role")]
    [InlineData("POST", "/api/v2/users", """{"users":{"anna":{"id":"anna","role":["admin"]}}}""", "users.anna.role")]
    [InlineData("POST", Call + "/members", """{"update_members":{}}""", "update_members")]
    [InlineData("POST", Call + "/members", """{"update_members":[{"role":"host"}]}""", "update_members[0].user_id")]
    [InlineData("POST", Call + "/members", """{"update_members":[{"user_id":"anna","role":1}]}""", "update_members[0].role")]
    [InlineData("POST", Call + "/members", """{"update_members":[{"user_id":"anna","custom":"x"}]}""", "update_members[0].custom")]
    [InlineData("POST", Call + "/members", """{"remove_members":"anna"}""", "remove_members")]
    [InlineData("POST", Call + "/members", """{"remove_members":[1]}""", "remove_members[0]")]
    [InlineData("POST", Call + "/members", """{"remove_members":["anna"],"update_members":[{"user_id":"anna"}]}""", "remove_members")]
    [InlineData("POST", Call, """{"data":"x"}""", "data")]
    [InlineData("POST", Call, """{"members_limit":"5"}""", "members_limit")]
    [InlineData("POST", Call, """{"members_limit":101}""", "members_limit")]
    [InlineData("POST", Call, """{"members_limit":1.5}""", "members_limit")]
    [InlineData("POST", Call, """{"data":{"members":[{}]}}""", "data.members[0].user_id")]
    [InlineData("POST", Call, """{"data":{"members":[{"user_id":""}]}}""", "data.members[0].user_id")]
    [InlineData("POST", Call, """{"data":{"members":["anna"]}}""", "data.members[0]")]
    [InlineData("POST", Call, """{"data":{"members":{}}}""", "data.members")]
    [InlineData("POST", Call, """{"data":{"created_by_id":"a/b"}}""", "data.created_by_id")]
    [InlineData("POST", Call, """{"data":{"created_by":{"name":"Anna"}}}""", "data.created_by.id")]
    [InlineData("POST", Call, """{"data":{"starts_at":"soon"}}""", "data.starts_at")]
    [InlineData("PATCH", Call, """{"starts_at":true}""", "starts_at")]
    [InlineData("PATCH", Call, """{"custom":"x"}""", "custom")]
    [InlineData("PATCH", Call, """{"settings_override":{"frame_recording":null}}""", "settings_override.frame_recording")]
    [InlineData("POST", Call + "/start_frame_recording", """{"recording_external_storage":1}""", "recording_external_storage")]
    [InlineData("PUT", Participant, """{"tracks":[]}""", "user_id")]
    [InlineData("PUT", Participant, """{"user_id":"anna"}""", "tracks")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[],"ttl_seconds":-1}""", "ttl_seconds")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"url":"rtsp://h/a"}]}""", "tracks[0].track_type")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"video","url":"rtsp://h/a"}]}""", "tracks[0].track_type")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO"}]}""", "tracks[0].url")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","url":"rtsp://h/a","muted":1}]}""", "tracks[0].muted")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","url":"rtsp://h/a","height":"720"}]}""", "tracks[0].height")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","url":"rtsp://h/a","sdp":"v=0"}]}""", "tracks[0].sdp")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","rtp":{"port":5004,"payload_type":96,"codec":"H264"},"sdp":"v=0"}]}""", "tracks[0].rtp")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","rtp":{"payload_type":96,"codec":"H264"}}]}""", "tracks[0].rtp.port")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","rtp":{"port":5004,"codec":"H264"}}]}""", "tracks[0].rtp.payload_type")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","rtp":{"port":5004,"payload_type":96,"codec":"AV1"}}]}""", "tracks[0].rtp.codec")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","rtp":{"port":5004,"payload_type":96,"codec":"H264","rtcp_mux":true,"rtcp_port":5005}}]}""", "tracks[0].rtp.rtcp_port")]
    [InlineData("PUT", Participant, """{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","rtp":{"port":5004,"payload_type":96,"codec":"H264","local_port":6000}}]}""", "tracks[0].rtp.local_port")]
    [InlineData("PATCH", "/api/v2/app", """{"event_hooks":{}}""", "event_hooks")]
    [InlineData("PATCH", "/api/v2/app", """{"event_hooks":[{}]}""", "event_hooks[0].hook_type")]
    [InlineData("PATCH", "/api/v2/app", """{"event_hooks":[{"hook_type":"webhook","enabled":"yes"}]}""", "event_hooks[0].enabled")]
    [InlineData("PATCH", "/api/v2/app", """{"event_hooks":[{"hook_type":"webhook","event_types":"all"}]}""", "event_hooks[0].event_types")]
    [InlineData("PATCH", "/api/v2/app", """{"event_hooks":[{"hook_type":"webhook","timeout_ms":1.5}]}""", "event_hooks[0].timeout_ms")]
    [InlineData("PATCH", "/api/v2/app", """{"cdn_expiration_seconds":"1"}""", "cdn_expiration_seconds")]
    [InlineData("PATCH", "/api/v2/app", """{"sns_topic_arn":"arn:aws:sns:x"}""", "sns_topic_arn")]
    [InlineData("PATCH", "/api/v2/app", """{"disable_auth_checks":"yes"}""", "disable_auth_checks")]
    [InlineData("GET", Call + "?members_limit=many", null, "members_limit")]
    [InlineData("GET", Call + "?members_limit=101", null, "members_limit")]
    [InlineData("GET", Call + "/frames?limit=0", null, "limit")]
    [InlineData("GET", Call + "/frames?limit=1001", null, "limit")]
    [InlineData("GET", Call + "/frames?latest=1", null, "latest")]
    [InlineData("GET", Call + "/ledger?user_id=a&user_id=b", null, "user_id")]
    [InlineData("GET", "/api/v2/events?after_seq=-1", null, "after_seq")]
    [InlineData("GET", "/api/v2/video/call/default/a%20b", null, "id")]
    [InlineData("GET", "/api/v2/video/call/default/a%2Fb", null, "id")]
    [InlineData("GET", "/api/v2/video/call/de.fault/a", null, "type")]
    [InlineData("GET", "/api/v2/video/calltypes/x%C3%A9", null, "name")]
    [InlineData("DELETE", Call + "/participants/s%3A1", null, "user_session_id")]
    public async Task A_wrong_field_is_named(string method, string path, string? body, string field)
    {
        var reply = await _host.SendAsync(method, path, body);
        AssertInput(reply, "");
        Assert.Equal([field], reply.Fields);
        Assert.Contains($"{field}: ", reply.Message, StringComparison.Ordinal);
        Assert.False(cluster.Script.WasAsked("call/key/default:bad"));
    }

    [Theory]
    [InlineData("{", "valid JSON")]
    [InlineData("""{"custom":{}} x""", "valid JSON")]
    [InlineData("""{'custom':{}}""", "valid JSON")]
    [InlineData("""{"custom":{},"custom":{}}""", "valid JSON")]
    [InlineData("""{"custom":{"a":1,"\u0061":2}}""", "valid JSON")]
    [InlineData("""{"custom":{"a":"\ud800"}}""", "valid Unicode")]
    [InlineData("""{"custom":{"\ud800":1}}""", "valid")]
    [InlineData("[1]", "JSON object")]
    [InlineData("\"x\"", "JSON object")]
    [InlineData("true", "JSON object")]
    public async Task A_body_that_is_no_plain_object_is_refused(string body, string reason)
        => AssertInput(await _host.SendAsync("PATCH", Call, body), reason);

    [Fact]
    public async Task Bytes_that_are_no_utf_8_are_refused()
    {
        var request = ApiHost.Request("PATCH", Call);
        request.Content = new ByteArrayContent([.. "{\"custom\":{\"a\":\""u8, 0xff, .. "\"}}"u8]);
        AssertInput(await _host.SendAsync(request), "valid");
    }

    [Theory]
    [InlineData(32, 200)]
    [InlineData(33, 400)]
    [InlineData(50_000, 400)]
    public async Task Nesting_ends_at_32(int levels, int status)
    {
        var id = $"deep{levels}";
        var inner = string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "1" + new string('}', levels - 1);
        Assert.Equal(status, (await _host.SendAsync("PATCH", $"/api/v2/video/call/default/{id}", $$"""{"custom":{{inner}}}""")).Status);
    }

    [Fact]
    public async Task Ids_end_at_64_characters()
    {
        var longest = new string('a', 64);
        Assert.Equal(201, (await _host.SendAsync("POST", $"/api/v2/video/call/default/{longest}", "{}")).Status);
        var reply = await _host.SendAsync("POST", $"/api/v2/video/call/{longest}b/{longest}c", "{}");
        AssertInput(reply, "type: must be at most 64 characters long; id: must be at most 64 characters long");
    }

    [Theory]
    [InlineData(100, 201)]
    [InlineData(101, 400)]
    public async Task Members_end_at_100(int count, int status)
    {
        var members = string.Join(',', Enumerable.Range(0, count).Select(n => $$"""{"user_id":"u{{n}}"}"""));
        var reply = await _host.SendAsync("POST", $"/api/v2/video/call/default/members{count}", $$$"""{"data":{"members":[{{{members}}}]}}""");
        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once_but_not_endlessly()
    {
        var two = await _host.SendAsync("PATCH", Call, """{"custom":1,"starts_at":"x"}""");
        Assert.Equal(["custom", "starts_at"], two.Fields.Order());
        var members = string.Join(',', Enumerable.Repeat("1", 100));
        Assert.Equal(20, (await _host.SendAsync("POST", Call, $$$"""{"data":{"members":[{{{members}}}]}}""")).Fields.Count);
    }

    [Fact]
    public async Task A_password_in_a_url_is_not_echoed()
    {
        var url = "rtsp://anna:hunter2@h/" + new string('a', 3_000);
        var body = $$"""{"user_id":"anna","tracks":[{"track_type":"TRACK_TYPE_VIDEO","url":"{{url}}"}]}""";
        var reply = await _host.SendAsync("PUT", Participant, body);
        AssertInput(reply, "tracks[0].url: must be at most 2048");
        Assert.DoesNotContain("hunter2", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413(bool announced)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"custom":{"a":"{{{new string('x', 1_100_000)}}}"}}""");
        var request = ApiHost.Request("PATCH", Call);
        request.Content = announced ? new ByteArrayContent(body) : new StreamContent(new UnannouncedStream(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var reply = await _host.SendAsync(request);
        Assert.Equal((413, 22), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_body_just_under_the_limit_is_taken()
    {
        var reply = await _host.SendAsync("PATCH", "/api/v2/video/call/default/large", $$$"""{"custom":{"a":"{{{new string('x', 1_000_000)}}}"}}""");
        Assert.Equal(200, reply.Status);
    }

    private static void AssertInput(Reply reply, string text)
    {
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Matches("^[A-Za-z]+ failed with error: \"", reply.Message);
        Assert.Contains(text, reply.Message, StringComparison.Ordinal);
    }

    /// <summary>A body whose length is not known before it ends.</summary>
    private sealed class UnannouncedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
