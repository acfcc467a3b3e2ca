using System.Net;
using System.Text.Json;
using OrleansFrames.Cameras;
using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Contract;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>The events of a whole call, from the first participant of an auto-on call to its end by a moderator.</summary>
public sealed class EventTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string Path = "video/call/default/story";
    private const string Cid = "default:story";

    // The page's sample, what the contract adds to it, and what is ours.
    private static readonly string[] ReadyMembers =
    [
        "call_cid", "captured_at", "created_at", "session_id", "track_type", "type", "url", "users",
        "egress_id",
        "event_id", "user_session_id", "tick", "due_at", "stored_at", "bytes", "width", "height", "sha256",
    ];

    private static readonly string[] UserMembers =
    [
        "banned", "blocked_user_ids", "created_at", "id", "image", "invisible", "language", "last_active", "name", "online", "role", "shadow_banned",
        "teams", "updated_at",
        "custom",
    ];

    private static readonly string[] Teams = ["red"];
    private static readonly string[] Muted = ["ada"];

    private readonly Dictionary<string, Camera> _cameras = [];

    [Fact]
    public async Task EveryEvent_ComesInOrderAndOnce_AsTheContractHasIt()
    {
        await UpsertAsync("ada", "Ada");
        await PostAsync(Path, new
        {
            Data = new { CreatedById = "boss", SettingsOverride = new { FrameRecording = new { Mode = "auto-on", CaptureIntervalInSeconds = 2 }, Session = new { InactivityTimeoutSeconds = 5 } } },
        });
        await JoinAsync("ada");
        await JoinAsync("grace");
        await ReadyAsync("ada", 1);
        await ReadyAsync("grace", 1);
        await UpsertAsync("ada", "Ada Lovelace");
        await ReadyAsync("ada", 1, user => user.GetProperty("name").GetString() == "Ada Lovelace");

        await PostAsync($"{Path}/mute_users", new { UserIds = Muted, Video = true, MutedById = "boss" });
        await OutcomeAsync("ada", TickOutcome.Muted);
        await PostAsync($"{Path}/kick", new { UserId = "grace", KickedById = "boss" });
        await PostAsync($"{Path}/block", new { UserId = "grace" });
        Assert.Equal(HttpStatusCode.Forbidden, await TryJoinAsync("grace"));
        await PostAsync($"{Path}/unblock", new { UserId = "grace" });

        // The last one leaves; the session's patience ends, and the recording with it.
        await running.Api.SendAsync(HttpMethod.Delete, $"{Path}/participants/ada-1");
        await EventAsync("call.session_ended", 1);
        // It begins by itself in the next session, and stays stopped in it once it was stopped by hand.
        await JoinAsync("grace");
        await PostAsync($"{Path}/stop_frame_recording");
        await EventAsync("call.frame_recording_stopped", 2);
        await JoinAsync("ada");
        await PostAsync($"{Path}/mark_ended");
        await EventAsync("call.session_ended", 2);

        var listed = await ListedAsync();
        await EventAsync(listed[^1].GetProperty("type").GetString()!, 1);
        Assert.Equal(
            [
                "call.created",
                "call.session_started", "call.session_participant_joined", "call.frame_recording_started",
                "call.session_participant_joined",
                "call.user_muted",
                "call.kicked_user", "call.session_participant_left",
                "call.blocked_user", "call.unblocked_user",
                "call.session_participant_left",
                "call.frame_recording_stopped", "call.session_ended",
                "call.session_started", "call.session_participant_joined", "call.frame_recording_started",
                "call.frame_recording_stopped",
                "call.session_participant_joined",
                "call.ended", "call.session_participant_left", "call.session_participant_left", "call.session_ended",
            ],
            listed.Select(row => row.GetProperty("type").GetString()).Where(type => type != "call.frame_recording_ready"));
        await ReceivedOnceAsync(listed);
    }

    /// <summary>What is listed was received, each id once, and every body is as the contract has it.</summary>
    private async Task ReceivedOnceAsync(IReadOnlyList<JsonElement> listed)
    {
        var ids = listed.Select(row => row.GetProperty("event_id").GetGuid()).ToHashSet();
        Assert.Equal(listed.Count, ids.Count);
        await Patience.UntilAsync(() => Task.FromResult(ids.IsSubsetOf(running.Receiver.Events.Keys)), TimeSpan.FromSeconds(20), () => "all events");
        var bodies = running.Receiver.Events.Values.Where(IsOfCall).ToList();
        Assert.Equal(ids.Count, bodies.Count);
        Assert.All(bodies, body => Assert.Empty(Schemas.WrongWith(body)));
        Assert.All(bodies.Where(body => Type(body) == "call.frame_recording_ready"), body =>
        {
            Assert.Equal(ReadyMembers.Order(), body.EnumerateObject().Select(member => member.Name).Order());
            var user = body.GetProperty("users").EnumerateObject().Single().Value;
            Assert.Empty(UserMembers.Except(["name", "image"]).Except(user.EnumerateObject().Select(member => member.Name)));
            Assert.Empty(user.EnumerateObject().Select(member => member.Name).Except(UserMembers));
            Assert.True(user.GetProperty("online").GetBoolean());
        });
        var active = bodies.Where(body => Type(body) == "call.frame_recording_ready")
            .OrderBy(body => body.GetProperty("captured_at").GetDateTimeOffset())
            .Select(body => body.GetProperty("users").EnumerateObject().Single())
            .Where(user => user.Name == "ada")
            .Select(user => user.Value.GetProperty("last_active").GetDateTimeOffset())
            .ToList();
        Assert.True(active[0] < active[^1], "last_active does not move");
    }

    private static string Type(JsonElement body) => body.GetProperty("type").GetString()!;

    private static bool IsOfCall(JsonElement body) => body.GetProperty("call_cid").GetString() == Cid;

    private Task<JsonElement> PostAsync(string path, object? body = null) => running.Api.SendAsync(HttpMethod.Post, path, body);

    private Task<JsonElement> UpsertAsync(string id, string name) => PostAsync(
        "users", new { Users = new Dictionary<string, object> { [id] = new { Id = id, Name = name, Image = "https://example.com/a.png", Teams, Custom = new { seat = 4 } } } });

    private async Task JoinAsync(string user)
        => Assert.Equal(HttpStatusCode.Created, await TryJoinAsync(user));

    private async Task<HttpStatusCode> TryJoinAsync(string user)
    {
        if (!_cameras.TryGetValue(user, out var camera))
        {
            _cameras[user] = camera = await running.Cameras.AddAsync(new(user), CancellationToken.None);
        }

        var tracks = new[] { new { TrackType = TrackType.Video, Url = camera.Url.ToString() } };
        return (await running.Api.TrySendAsync(HttpMethod.Put, $"{Path}/participants/{user}-1", new { UserId = user, Tracks = tracks })).Status;
    }

    private Task ReadyAsync(string user, int count, Func<JsonElement, bool>? isMeant = null) => Patience.UntilAsync(
        () => Task.FromResult(running.Receiver.Ready.Count(body => IsOfCall(body)
            && body.GetProperty("users").TryGetProperty(user, out var found) && (isMeant?.Invoke(found) ?? true)) >= count),
        TimeSpan.FromSeconds(30),
        () => $"{count} pictures of {user}");

    private Task EventAsync(string type, int count) => Patience.UntilAsync(
        () => Task.FromResult(running.Receiver.OfType(type).Count(IsOfCall) >= count), TimeSpan.FromSeconds(30), () => $"{count} of {type}");

    private Task OutcomeAsync(string user, TickOutcome outcome) => Patience.UntilAsync(
        async () => (await new Call(running.Api, "story").TicksAsync()).Any(tick => tick.UserId == user && tick.Outcome == outcome),
        TimeSpan.FromSeconds(20),
        () => $"{user} to be {outcome}");

    private async Task<IReadOnlyList<JsonElement>> ListedAsync()
    {
        var answer = await running.Api.SendAsync(HttpMethod.Get, "video/events?limit=1000");
        return [.. answer.GetProperty("events").EnumerateArray().Where(row => row.GetProperty("call_cid").GetString() == Cid)];
    }
}
