using System.Text.Json;
using OrleansFrames.EndToEnd.Tests.Contract;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>
/// Every operation on both prefixes, in a real silo: each answer has the status, the members and the spellings of GetStream's schema and of our own
/// document. An operation that is mapped and not driven here fails the test.
/// </summary>
public sealed class EveryOperationTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string> Prefixes => new() { { "/api/v2", "server" }, { "", "client" } };

    [Theory]
    [MemberData(nameof(Prefixes))]
    public async Task Every_operation_answers_as_the_contract_says(string prefix, string name)
    {
        using var drive = await Drive.OfAsync(running.Port, prefix);
        await PeopleAsync(drive, name);
        await StoragesAsync(drive);
        await TypesAsync(drive, name);
        var call = $"/video/call/{name}/every";
        await CallAsync(drive, call, name);
        await RecordingAsync(drive, call, name);
        await ModerationAsync(drive, call);
        await QueriesAsync(drive, name);
        await EndsAsync(drive, call, name);
        Assert.True(drive.Wrong.Count == 0, string.Join(Environment.NewLine, drive.Wrong));
        Assert.Empty(drive.NotDriven);
    }

    private static async Task PeopleAsync(Drive drive, string name)
    {
        await drive.SendAsync("POST", "/users", """{"users":{"ada":{"id":"ada","name":"Ada","role":"admin","custom":{"seat":4},"teams":["red"]},"eve":{"id":"eve"}}}""", "UpdateUsersResponse");
        await drive.SendAsync("PATCH", "/users", """{"users":[{"id":"ada","set":{"color":"red"},"unset":["image"]}]}""", "UpdateUsersResponse");
        await drive.SendAsync("GET", $"/users?payload={Uri.EscapeDataString("""{"filter_conditions":{"id":{"$in":["ada","eve"]}},"limit":5}""")}", null, "QueryUsersResponse");
        await drive.SendAsync("POST", "/guest", """{"user":{"id":"visitor","name":"Visitor"}}""", "CreateGuestResponse");
        await drive.SendAsync("POST", "/video/guest", """{"user":{"id":"visitor"}}""", "CreateGuestResponse");
        await drive.SendAsync("POST", "/video/call_client_event", """{"any":"thing"}""", "Response");
        await drive.SendAsync("GET", "/app", null, "GetApplicationResponse");
        await drive.SendAsync("PATCH", "/app", """{"cdn_expiration_seconds":14400}""", "Response");
        await drive.SendAsync("GET", "/rate_limits?server_side=true&endpoints=GetCall,UpdateCall", null, "GetRateLimitsResponse");
        await drive.SendAsync("POST", "/check_sns", "{}", "CheckSNSResponse");
        await drive.SendAsync("POST", "/check_sqs", """{"sqs_url":"http://127.0.0.1:1/0/none","sqs_key":"key","sqs_secret":"secret"}""", "CheckSQSResponse");
        await drive.SendAsync("POST", "/check_event_hook", """{"hook_type":"webhook","webhook_url":"http://127.0.0.1:1/"}""", null);
        await drive.SendAsync("POST", "/roles", $$"""{"name":"usher-{{name}}"}""", "CreateRoleResponse");
        await drive.SendAsync("GET", "/roles", null, "ListRolesResponse");
        await drive.SendAsync("DELETE", $"/roles/usher-{name}", null, "Response");
        await drive.SendAsync("GET", "/permissions", null, "ListPermissionsResponse");
        await drive.SendAsync("GET", "/permissions/start-frame-recording", null, "GetCustomPermissionResponse");
    }

    private static async Task StoragesAsync(Drive drive)
    {
        await drive.SendAsync("POST", "/external_storage", """{"name":"mine","storage_type":"s3","bucket":"frames","path":"all/","aws_s3":{"s3_region":"eu-west-1","s3_api_key":"key","s3_secret":"secret","s3_custom_endpoint_url":"http://127.0.0.1:1"}}""", "CreateExternalStorageResponse");
        await drive.SendAsync("GET", "/external_storage", null, "ListExternalStorageResponse");
        await drive.SendAsync("PUT", "/external_storage/mine", """{"storage_type":"s3","bucket":"pictures","path":"all/"}""", "UpdateExternalStorageResponse");
        // Nobody listens there: what a check of a storage that works answers, the storages' own tests show.
        await drive.RefusedAsync(400, 4, "GET", "/external_storage/mine/check");
        await drive.SendAsync("DELETE", "/external_storage/mine", null, "DeleteExternalStorageResponse");
    }

    private static async Task TypesAsync(Drive drive, string name)
    {
        await drive.SendAsync("POST", "/video/calltypes", $$$$"""{"name":"{{{{name}}}}","settings":{"frame_recording":{"mode":"available","capture_interval_in_seconds":2,"quality":"360p"}}}""", "CreateCallTypeResponse");
        await drive.SendAsync("POST", "/video/calltypes", $$"""{"name":"{{name}}-gone"}""", "CreateCallTypeResponse");
        await drive.SendAsync("GET", "/video/calltypes", null, "ListCallTypeResponse");
        await drive.SendAsync("GET", $"/video/calltypes/{name}", null, "GetCallTypeResponse");
        await drive.SendAsync("GET", "/video/calltypes/livestream", null, "GetCallTypeResponse");
        await drive.SendAsync("PUT", $"/video/calltypes/{name}", """{"grants":{"host":["join-backstage"]},"settings":{"session":{"inactivity_timeout_seconds":60}}}""", "UpdateCallTypeResponse");
        await drive.SendAsync("DELETE", $"/video/calltypes/{name}-gone", null, "Response");
    }

    private static async Task CallAsync(Drive drive, string call, string name)
    {
        await drive.SendAsync("POST", call, """{"data":{"created_by_id":"ada","team":"red","starts_at":"2031-05-06T07:08:09.120000+02:00","custom":{"topic":"stars"},"members":[{"user_id":"eve","role":"host"}]}}""", "GetOrCreateCallResponse");
        await drive.SendAsync("GET", call, null, "GetCallResponse");
        await drive.SendAsync("PATCH", call, """{"custom":{"topic":"planets"},"settings_override":{"frame_recording":{"quality":"480p"}}}""", "UpdateCallResponse");
        await drive.SendAsync("POST", $"{call}/members", """{"update_members":[{"user_id":"bert","custom":{"seat":1}},{"user_id":"carl"}]}""", "UpdateCallMembersResponse");
        await drive.SendAsync("POST", $"{call}/members", """{"remove_members":["carl"]}""", "UpdateCallMembersResponse");
        await drive.SendAsync("POST", $"/video/call/{name}/second", """{"data":{"created_by":{"id":"ada"}}}""", "GetOrCreateCallResponse");
    }

    private async Task RecordingAsync(Drive drive, string call, string name)
    {
        var camera = await running.Cameras.AddAsync(new($"every-{name}"), CancellationToken.None);
        await drive.SendAsync("PUT", $"{call}/participants/ada-1", $$"""{"user_id":"ada","role":"host","tracks":[{"track_type":"TRACK_TYPE_VIDEO","url":"{{camera.Url}}"}]}""", null);
        await drive.SendAsync("PUT", $"{call}/participants/eve-1", """{"user_id":"eve","tracks":[]}""", null);
        await drive.SendAsync("POST", $"{call}/participants?limit=1", """{"filter_conditions":{"user_id":{"$in":["ada","eve"]}}}""", "QueryCallParticipantsResponse");
        await drive.SendAsync("POST", $"{call}/start_frame_recording", "{}", "StartFrameRecordingResponse");
        var got = await drive.SendAsync("GET", call, null, "GetCallResponse");
        Assert.Equal("running", got.GetProperty("call").GetProperty("egress").GetProperty("frame_recording").GetProperty("status").GetString());
        JsonElement frames = default;
        await Patience.UntilAsync(
            async () => (frames = await drive.SendAsync("GET", $"{call}/frames?limit=5", null, null)).GetProperty("frames").GetArrayLength() > 0,
            Enough,
            () => $"a picture of {call} to be listed; last heard: {frames}");
        await drive.SendAsync("GET", $"{call}/ledger", null, null);
        await drive.SendAsync("POST", $"{call}/stop_frame_recording", "", "StopFrameRecordingResponse");
        await drive.SendAsync("GET", $"{call}/recordings", null, "ListRecordingsResponse");
        await drive.SendAsync("GET", "/egresses", null, null);
        var listed = await drive.SendAsync("GET", "/video/events?limit=50", null, null);
        await drive.SendAsync("GET", "/events?limit=50", null, null);
        var id = listed.GetProperty("events")[0].GetProperty("event_id").GetString();
        foreach (var events in new[] { "/video/events", "/events" })
        {
            await drive.SendAsync("GET", $"{events}/{id}/attempts", null, null);
            await drive.SendAsync("POST", $"{events}/replay", $$"""{"event_ids":["{{id}}"]}""", null);
        }
    }

    private static async Task ModerationAsync(Drive drive, string call)
    {
        await drive.SendAsync("POST", $"{call}/go_live", "{}", "GoLiveResponse");
        await drive.SendAsync("POST", $"{call}/stop_live", null, "StopLiveResponse");
        await drive.SendAsync("POST", $"{call}/user_permissions", """{"user_id":"eve","revoke_permissions":["send-audio"]}""", "UpdateUserPermissionsResponse");
        await drive.SendAsync("POST", $"{call}/event", """{"user_id":"eve","custom":{"wave":true}}""", "SendCallEventResponse");
        await drive.RefusedAsync(400, 4, "POST", $"{call}/join", """{"location":"here"}""", token: Tokens.Of("eve"));
        await drive.SendAsync("POST", $"{call}/mute_users", """{"user_ids":["ada"],"video":true,"muted_by_id":"eve"}""", "MuteUsersResponse");
        await drive.SendAsync("POST", $"{call}/kick", """{"user_id":"ada","kicked_by":{"id":"eve"}}""", "KickUserResponse");
        await drive.SendAsync("POST", $"{call}/block", """{"user_id":"ada"}""", "BlockUserResponse");
        await drive.SendAsync("POST", $"{call}/unblock", """{"user_id":"ada"}""", "UnblockUserResponse");
        await drive.SendAsync("POST", "/moderation/ban", """{"target_user_id":"eve","banned_by_id":"ada","timeout":5}""", "Response");
        await drive.SendAsync("POST", "/moderation/unban?target_user_id=eve", null, "Response");
    }

    private static async Task QueriesAsync(Drive drive, string name)
    {
        await drive.SendAsync("POST", "/video/calls", $$$"""{"filter_conditions":{"type":{"$eq":"{{{name}}}"} },"sort":[{"field":"created_at","direction":-1}],"limit":1}""", "QueryCallsResponse");
        await drive.SendAsync("POST", "/video/call/members", $$"""{"type":"{{name}}","id":"every","limit":1}""", "QueryCallMembersResponse");
    }

    private static async Task EndsAsync(Drive drive, string call, string name)
    {
        await drive.SendAsync("DELETE", $"{call}/participants/eve-1", null, null);
        await drive.SendAsync("POST", $"{call}/mark_ended", null, "EndCallResponse");
        await drive.SendAsync("POST", $"/video/call/{name}/second/delete", "{}", "DeleteCallResponse");
    }
}
