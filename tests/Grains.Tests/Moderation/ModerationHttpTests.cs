using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansFrames.Grains.Tests.Hosting;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Moderation;

/// <summary>Recording by itself and moderation as requests on the wire, down to the events.</summary>
public sealed class ModerationHttpTests(FramesCluster cluster) : IClassFixture<FramesCluster>, IAsyncLifetime
{
    private const string Cid = "default:stage";
    private const string Call = "/api/v2/video/call/default/stage";

    private static readonly object Alice = Participant("alice");

    private FramesHttp _http = null!;

    private static string Moderator { get; } = FramesHttp.Token(new { user_id = "max" });

    private static string Ben { get; } = FramesHttp.Token(new { user_id = "ben" });

    public async Task InitializeAsync()
    {
        _http = await FramesHttp.StartAsync(cluster);
        await OkAsync("POST", "/api/v2/users", new { users = new { max = new { id = "max", role = "admin" } } });
    }

    public async Task DisposeAsync() => await _http.DisposeAsync();

    [Fact]
    public async Task AutoOn_AsThePageSetsIt_RecordsFromTheFirstParticipantOn()
    {
        var type = await OkAsync(
            "PUT", "/api/v2/video/calltypes/default", new { settings = new { frame_recording = new { mode = "auto-on", capture_interval_in_seconds = 2 } } });
        Assert.Equal("auto-on 2 720p", Settings(type.GetProperty("settings")));
        await MadeAsync();
        Assert.Equal("running", Running(await OkAsync("PUT", $"{Call}/participants/a1", Alice)));
        Assert.Equal(["created", "session_started", "session_participant_joined", "frame_recording_started"], Types());
        AssertRefused(await SendAsync("POST", $"{Call}/start_frame_recording"), 400, 4, "StartFrameRecording", "frame recording is already running");

        await OkAsync("POST", $"{Call}/stop_frame_recording");
        Assert.Null(Running(await OkAsync("PUT", $"{Call}/participants/b1", Participant("bert"))));
        await UntilAsync("frame_recording_stopped");
        await OkAsync("POST", $"{Call}/start_frame_recording");
        Assert.Equal("running", Running(await OkAsync("GET", Call)));
    }

    [Fact]
    public async Task Kick_ByAUser_NeedsTheGrantAndNamesTheUser()
    {
        await MadeAsync();
        await OkAsync("PUT", $"{Call}/participants/a1", Alice);
        var refused = await _http.SendAsync(Ben, "POST", $"{Call}/kick", new { user_id = "alice" });
        AssertRefused(refused, 403, 17, "KickUser", "User 'ben' with role 'user' is not allowed to perform action KickUser in scope 'video:default'");

        Assert.Equal(201, (await _http.SendAsync(Moderator, "POST", $"{Call}/kick", new { user_id = "alice", kicked_by_id = "ben" })).Status);
        await UntilAsync("session_participant_left");
        Assert.Equal("max", (string)Payload("kicked_user")["kicked_by_user"]!["id"]!);
        Assert.Equal("kicked", (string)Payload("session_participant_left")["reason"]!);
        await OkAsync("PUT", $"{Call}/participants/a1", Alice);
    }

    [Fact]
    public async Task Block_RefusesHerParticipantsAndHerTokenUntilUnblock()
    {
        await MadeAsync();
        Assert.Equal(201, (await _http.SendAsync(Moderator, "POST", $"{Call}/block", new { user_id = "alice" })).Status);
        Assert.Equal("alice", (await OkAsync("GET", Call)).GetProperty("call").GetProperty("blocked_user_ids")[0].GetString());
        AssertRefused(await SendAsync("PUT", $"{Call}/participants/a1", Alice), 403, 17, "PutParticipant", "User 'alice' is blocked from the call");
        var token = FramesHttp.Token(new { user_id = "alice" });
        Assert.Equal(403, (await _http.SendAsync(token, "GET", Call)).Status);

        await OkAsync("POST", $"{Call}/unblock", new { user_id = "alice" });
        await OkAsync("PUT", $"{Call}/participants/a1", Alice);
        Assert.Equal(200, (await _http.SendAsync(token, "GET", Call)).Status);
    }

    [Fact]
    public async Task MarkEnded_ByItsMaker_IsTheEndOfTheCall()
    {
        await MadeAsync(by: "ben");
        await OkAsync("PUT", $"{Call}/participants/a1", Alice);
        Assert.Equal(201, (await _http.SendAsync(Ben, "POST", $"{Call}/mark_ended")).Status);
        Assert.Equal("ben", (string)Payload("ended")["user"]!["id"]!);
        var call = (await OkAsync("GET", Call)).GetProperty("call");
        Assert.Equal(JsonValueKind.Number, call.GetProperty("ended_at").ValueKind);
        Assert.Equal("", call.GetProperty("current_session_id").GetString());
        AssertRefused(
            await SendAsync("PUT", $"{Call}/participants/a1", Alice),
            403,
            17,
            "PutParticipant",
            "User 'alice' with role 'user' is not allowed to perform action JoinEndedCall in scope 'video:default'");
        AssertRefused(await SendAsync("POST", $"{Call}/start_frame_recording"), 400, 4, "StartFrameRecording", "there is no active session");
    }

    [Fact]
    public async Task Ban_RefusesHerCallsAndParticipantsUntilItEnds()
    {
        await MadeAsync();
        await OkAsync("POST", "/api/v2/moderation/ban", new { target_user_id = "alice", banned_by_id = "max", timeout = 30, reason = "spam" });
        var users = await OkAsync("POST", "/api/v2/users", new { users = new { alice = new { id = "alice", name = "Alice" } } });
        var alice = users.GetProperty("users").GetProperty("alice");
        Assert.True(alice.GetProperty("banned").GetBoolean());
        Assert.Equal(JsonValueKind.Number, alice.GetProperty("ban_expires").ValueKind);
        AssertRefused(await SendAsync("PUT", $"{Call}/participants/a1", Alice), 403, 17, "PutParticipant", "User 'alice' is banned");
        AssertRefused(
            await SendAsync("POST", "/api/v2/video/call/default/hers", new { data = new { created_by_id = "alice" } }),
            403,
            17,
            "GetOrCreateCall",
            "User 'alice' is banned");

        cluster.Clock.Advance(TimeSpan.FromMinutes(30));
        await OkAsync("PUT", $"{Call}/participants/a1", Alice);
        await OkAsync("POST", "/api/v2/moderation/ban", new { target_user_id = "alice" });
        Assert.Equal(403, (await SendAsync("PUT", $"{Call}/participants/a1", Alice)).Status);
        await OkAsync("POST", "/api/v2/moderation/unban", query: "&target_user_id=alice");
        await OkAsync("PUT", $"{Call}/participants/a1", Alice);
    }

    [Fact]
    public async Task Mute_ByAUser_TurnsTheCameraOff()
    {
        await MadeAsync();
        await OkAsync("PUT", $"{Call}/participants/a1", Alice);
        Assert.Equal(201, (await _http.SendAsync(Moderator, "POST", $"{Call}/mute_users", new { mute_all_users = true, video = true })).Status);
        var muted = Payload("user_muted");
        Assert.Equal(("max", "alice"), ((string)muted["from_user_id"]!, (string)Assert.Single(muted["muted_user_ids"]!.AsArray())!));
    }

    private static object Participant(string user)
        => new { user_id = user, tracks = new[] { new { track_type = "TRACK_TYPE_VIDEO", url = $"rtsp://127.0.0.1/{user}" } } };

    private static string Settings(JsonElement settings)
    {
        var group = settings.GetProperty("frame_recording");
        return $"{group.GetProperty("mode")} {group.GetProperty("capture_interval_in_seconds")} {group.GetProperty("quality")}";
    }

    private static string? Running(JsonElement answer)
    {
        var recording = answer.GetProperty("call").GetProperty("egress").GetProperty("frame_recording");
        return recording.ValueKind == JsonValueKind.Null ? null : recording.GetProperty("status").GetString();
    }

    private static void AssertRefused((int Status, JsonElement Body) reply, int status, int code, string operation, string words)
    {
        Assert.Equal((status, code), (reply.Status, reply.Body.GetProperty("code").GetInt32()));
        Assert.Equal($"{operation} failed with error: \"{words}\"", reply.Body.GetProperty("message").GetString());
    }

    private Task<JsonElement> MadeAsync(string by = "maker") => OkAsync("POST", Call, new { data = new { created_by_id = by } });

    private Task<(int Status, JsonElement Body)> SendAsync(string method, string path, object? body = null)
        => _http.SendAsync(FramesHttp.Server, method, path, body);

    private async Task<JsonElement> OkAsync(string method, string path, object? body = null, string query = "")
    {
        var (status, answer) = await _http.SendAsync(FramesHttp.Server, method, path, body, query);
        Assert.True(status is 200 or 201, $"{method} {path}: {status} {answer}");
        return answer;
    }

    private string[] Types() => [.. Events().Select(row => row.Type["call.".Length..])];

    private IEnumerable<EventRow> Events() => cluster.Events.Events(Cid).Where(row => row.App == _http.App);

    private JsonNode Payload(string type) => JsonNode.Parse(Events().Last(row => row.Type == $"call.{type}").Payload)!;

    private Task UntilAsync(string type) => cluster.Events.UntilAsync(() => Types().Contains(type), $"{type} of {_http.App}");
}
