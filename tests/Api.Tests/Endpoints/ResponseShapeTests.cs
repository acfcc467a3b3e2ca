using System.Text.Json;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Endpoints;

/// <summary>Every member that GetStream's schema requires is there, under both prefixes, with the prefix's timestamps.</summary>
[Collection(ApiSuite.Name)]
public sealed class ResponseShapeTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string CallMembers = "backstage blocked_user_ids captioning cid created_at created_by current_session_id custom egress id "
        + "ingress recording settings transcribing translating type updated_at ended_at starts_at session";

    private const string UserMembers = "banned blocked_user_ids created_at custom id invisible language online role shadow_banned teams updated_at";
    private const string CallTypeMembers = "created_at duration grants name notification_settings settings updated_at";
    private const string CallAnswerMembers = "call duration members own_capabilities";

    private const string FullUserMembers = UserMembers
        + " channel_mutes devices mutes total_unread_count unread_channels unread_count unread_threads";

    private const string AppMembers = "id name organization placement push_notifications webhook_url moderation_webhook_url channel_configs "
        + "call_types policies suspended suspended_explanation disable_auth_checks disable_permissions_checks permission_version "
        + "user_search_disallowed_roles multi_tenant_enabled allow_multi_user_devices image_moderation_enabled async_url_enrich_enabled "
        + "auto_translation_enabled custom_action_handler_url enforce_unique_usernames sqs_url sqs_key sqs_secret sns_topic_arn sns_key sns_secret "
        + "file_upload_config image_upload_config grants campaign_enabled webhook_events reminders_interval cdn_expiration_seconds "
        + "moderation_enabled moderation_multitenant_blocklist_enabled guest_user_creation_disabled event_hooks use_hook_v2 "
        + "user_response_time_enabled moderation_llm_configurability_enabled max_aggregated_activities_length feed_audit_logs_enabled "
        + "moderation_video_call_moderation_enabled moderation_audio_call_moderation_enabled member_custom_on_messages_enabled";

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("POST", "/video/call/default/shape", "{}", 201, CallAnswerMembers + " created")]
    [InlineData("GET", "/video/call/default/shape", null, 200, CallAnswerMembers)]
    [InlineData("PATCH", "/video/call/default/shape", "{}", 200, CallAnswerMembers)]
    [InlineData("POST", "/video/call/default/shape/members", """{"update_members":[{"user_id":"m1"}]}""", 201, "members duration")]
    [InlineData("PUT", "/video/call/default/shape/participants/s1", """{"user_id":"anna","tracks":[]}""", 201, CallAnswerMembers)]
    [InlineData("DELETE", "/video/call/default/shape/participants/s1", null, 200, CallAnswerMembers)]
    [InlineData("GET", "/video/calltypes/default", null, 200, CallTypeMembers)]
    [InlineData("PUT", "/video/calltypes/default", "{}", 201, CallTypeMembers)]
    [InlineData("POST", "/video/calltypes", """{"name":"shape"}""", 201, CallTypeMembers)]
    [InlineData("GET", "/video/calltypes", null, 200, "call_types duration")]
    [InlineData("DELETE", "/video/calltypes/shape", null, 200, "duration")]
    [InlineData("POST", "/video/call/default/shape/start_frame_recording", "{}", 201, "duration")]
    [InlineData("POST", "/video/call/default/shape/stop_frame_recording", null, 201, "duration")]
    [InlineData("GET", "/video/call/default/shape/frames", null, 200, "frames next duration")]
    [InlineData("GET", "/video/call/default/shape/ledger", null, 200, "ticks next egresses outcomes duration")]
    [InlineData("POST", "/video/call/default/shape/delete", "{}", 201, "call task_id duration")]
    [InlineData("POST", "/video/call/default/shape/participants", "{}", 201, CallAnswerMembers + " participants total_participants")]
    [InlineData("POST", "/video/calls", "{}", 201, "calls next prev duration")]
    [InlineData("POST", "/video/call/members", """{"type":"default","id":"shape"}""", 201, "members next prev duration")]
    [InlineData("POST", "/video/guest", """{"user":{"id":"anna"}}""", 201, "user access_token duration")]
    [InlineData("GET", "/video/events", null, 200, "events next_after_seq duration")]
    public async Task Both_prefixes_answer_with_all_required_members(string method, string path, string? body, int status, string members)
    {
        foreach (var (prefix, time) in new[] { ("/api/v2", $"{Samples.Nanoseconds}"), ("", $"\"{Samples.Rfc3339}\"") })
        {
            var reply = await _host.SendAsync(method, prefix + path, body);
            Assert.Equal(status, reply.Status);
            Assert.Equal("application/json", reply.Header("Content-Type"));
            AssertExactly(members, reply.Json);
            Assert.Matches(@"^\d+\.\d\dms$", reply.Json.GetProperty("duration").GetString());
            Assert.All(Times(reply.Json), found => Assert.Equal(time, found));
            Assert.Equal(members == "duration", !Times(reply.Json).Any());
        }
    }

    [Fact]
    public async Task A_call_has_all_members_and_says_null_where_stream_does()
    {
        var answer = (await _host.SendAsync("GET", "/api/v2/video/call/default/shape")).Json;
        var call = answer.GetProperty("call");
        AssertExactly(CallMembers, call);
        AssertExactly(UserMembers, call.GetProperty("created_by"));
        AssertExactly("broadcasting rtmps frame_recording", call.GetProperty("egress"));
        Assert.Equal(JsonValueKind.Null, call.GetProperty("egress").GetProperty("frame_recording").ValueKind);
        Assert.Equal(JsonValueKind.Null, call.GetProperty("session").ValueKind);
        AssertExactly("user_id user role custom created_at updated_at", answer.GetProperty("members")[0]);
        var capabilities = answer.GetProperty("own_capabilities").EnumerateArray().Select(item => item.GetString()).ToArray();
        Assert.Contains("start-frame-record-call", capabilities);
        Assert.Equal(36, capabilities.Distinct().Count());
    }

    [Fact]
    public async Task Users_come_back_whole()
    {
        var reply = await _host.SendAsync(
            "POST", "/api/v2/users", """{"users":{"u@1":{"id":"u@1","name":"Ü \"1\"","custom":{"a":[1,null]}},"u2":{"id":"u2"}}}""");
        Assert.Equal(201, reply.Status);
        AssertExactly("users membership_deletion_task_id duration", reply.Json);
        var user = reply.Json.GetProperty("users").GetProperty("u@1");
        AssertExactly(FullUserMembers + " name", user);
        Assert.Equal("Ü \"1\"", user.GetProperty("name").GetString());
        Assert.Equal("""{"a":[1,null]}""", user.GetProperty("custom").GetRawText());
        AssertExactly(FullUserMembers, reply.Json.GetProperty("users").GetProperty("u2"));
        Assert.Equal("Ü \"1\"", cluster.Script.Received<UserRequest>("user/key/u%401").Name);
    }

    [Fact]
    public async Task The_app_has_all_members_and_its_hooks()
    {
        var reply = await _host.SendAsync("GET", "/api/v2/app");
        AssertExactly("app duration", reply.Json);
        var app = reply.Json.GetProperty("app");
        AssertExactly(AppMembers, app);
        Assert.Equal("key", app.GetProperty("name").GetString());
        Assert.Equal(1_209_600, app.GetProperty("cdn_expiration_seconds").GetInt32());
        AssertExactly("id hook_type enabled event_types product webhook_url timeout_ms created_at updated_at", app.GetProperty("event_hooks")[0]);
    }

    private static IEnumerable<string> Times(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(member => member.Name.EndsWith("_at", StringComparison.Ordinal) && member.Value.ValueKind != JsonValueKind.Null
                ? [member.Value.GetRawText()]
                : Times(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Times),
        _ => [],
    };

    private static void AssertExactly(string members, JsonElement element)
        => Assert.Equal(members.Split(' ').Order(), element.EnumerateObject().Select(member => member.Name).Order());
}
