using System.Reflection;
using System.Text.Json.Nodes;
using OrleansFrames.Calls;
using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Every event that a call owes, member by member, against GetStream's schema of it.</summary>
public sealed class CallEventTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private const string Common = "call_cid created_at type";

    /// <summary>Beyond the common ones: what every event of the type has, and what it has only when there is something to say.</summary>
    private static readonly Dictionary<string, (string Required, string Optional)> Schemas = new()
    {
        ["call.created"] = ("call members", ""),
        ["call.updated"] = ("call capabilities_by_role", ""),
        ["call.ended"] = ("call", "user"),
        ["call.deleted"] = ("call", ""),
        ["call.member_added"] = ("call members", ""),
        ["call.member_removed"] = ("call members", ""),
        ["call.member_updated"] = ("call capabilities_by_role members", ""),
        ["call.member_updated_permission"] = ("call capabilities_by_role members", ""),
        ["call.session_started"] = ("call session_id", ""),
        ["call.session_ended"] = ("call session_id", ""),
        ["call.session_participant_joined"] = ("participant session_id", ""),
        ["call.session_participant_left"] = ("duration_seconds participant session_id", "reason"),
        ["call.frame_recording_started"] = ("call egress_id", ""),
        ["call.frame_recording_stopped"] = ("call egress_id", ""),
        ["call.frame_recording_failed"] = ("call egress_id reason", ""),
        ["call.blocked_user"] = ("user", "blocked_by_user"),
        ["call.unblocked_user"] = ("user", ""),
        ["call.kicked_user"] = ("user", "kicked_by_user"),
        ["call.permissions_updated"] = ("own_capabilities user", ""),
        ["call.live_started"] = ("call", ""),
        ["custom"] = ("custom user", ""),
        ["call.user_muted"] = ("from_user_id muted_user_ids reason", ""),
    };

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public void Schemas_AreOfEveryTypeThatACallOwes()
        => Assert.Equal(
            typeof(EventDraft).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!)
                .Where(type => type != EventDraft.RecordingReady)
                .Order(),
            Schemas.Keys.Order());

    [Fact]
    public async Task ByAServer_EveryBodyHasItsRequiredMembersAlone()
    {
        await EverythingAsync(by: null);
        foreach (var body in _call.Events.Select(row => JsonNode.Parse(row.Payload)!.AsObject()))
        {
            var (required, optional) = Schemas[(string)body["type"]!];
            var left = (string)body["type"]! == EventDraft.Left;
            Assert.Equal(Sorted($"{Common} {required} {(left ? optional : "")}"), body.Select(member => member.Key).Order());
            Assert.All(body, member => Assert.NotNull(member.Value));
        }

        Assert.Equal(Schemas.Keys.Order(), _call.Events.Select(row => row.Type).Distinct().Order());
    }

    [Fact]
    public async Task ByAUser_TheOptionalMembersAreThereToo()
    {
        await EverythingAsync(by: "mod");
        foreach (var type in Schemas.Keys)
        {
            var (required, optional) = Schemas[type];
            var body = JsonNode.Parse(_call.Events.Last(row => row.Type == type).Payload)!.AsObject();
            Assert.Equal(Sorted($"{Common} {required} {optional}"), body.Select(member => member.Key).Order());
        }

        Assert.Equal("mod", (string)_call.Payload("kicked_user")["kicked_by_user"]!["id"]!);
        Assert.Equal("mod", (string)_call.Payload("blocked_user")["blocked_by_user"]!["id"]!);
        Assert.Equal("mod", (string)_call.Payload("ended")["user"]!["id"]!);
        Assert.Equal("mod", (string)_call.Payload("user_muted")["from_user_id"]!);
    }

    [Fact]
    public async Task Ids_AreOnceForEachEvent()
    {
        await EverythingAsync(by: "mod");
        Assert.Equal(_call.Events.Count, _call.Events.Select(row => row.EventId).Distinct().Count());
        Assert.All(_call.Events, row => Assert.Equal(row.CreatedAt, DateTimeOffset.Parse((string)JsonNode.Parse(row.Payload)!["created_at"]!, null)));
    }

    [Fact]
    public async Task Updated_CarriesTheCapabilitiesThatTheTypeGrantsNow()
    {
        await _call.MadeAsync();
        await cluster.Grains.GetCallType(_call.App, "default").UpdateAsync(
            new(null, new Dictionary<string, IReadOnlyList<string>> { ["user"] = ["start-frame-recording", "join-call", "block-user-any-team", "unheard-of"] }, null, null),
            None);
        await _call.UpdateAsync("""{"frame_recording":{"capture_interval_in_seconds":9}}""");
        var capabilities = _call.Payload("updated")["capabilities_by_role"]!;
        Assert.Equal(["block-users", "join-call", "start-frame-record-call"], capabilities["user"]!.AsArray().Select(one => (string)one!));
        Assert.Equal(9, (int)_call.Payload("updated")["call"]!["settings"]!["frame_recording"]!["capture_interval_in_seconds"]!);
    }

    [Fact]
    public async Task JoinedAndLeft_ShowWhetherTheUserIsOnline()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice");
        Assert.True(OnlineIn("session_participant_joined"));
        await _call.RemoveAsync("alice");
        Assert.False(OnlineIn("session_participant_left"));

        CallOfTest other = new(cluster, _call.App);
        await other.MadeAsync();
        await other.PutAsync("alice");
        await _call.PutAsync("alice");
        await _call.RemoveAsync("alice");
        Assert.True(OnlineIn("session_participant_left"));
    }

    /// <summary>One of each event.</summary>
    private async Task EverythingAsync(string? by)
    {
        await _call.MadeAsync("""{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":2}}""");
        await _call.PutAsync("alice", Books.Camera);
        await _call.PutAsync("bob", Books.Camera);
        await _call.UpdateAsync("""{"frame_recording":{"capture_interval_in_seconds":3}}""");
        await _call.Grain.UpdateMembersAsync(new([new("carol", null, null)], []), None);
        await _call.Grain.UpdateMembersAsync(new([new("carol", null, new("""{"seat":4}"""))], []), None);
        await _call.Grain.UpdateMembersAsync(new([new("carol", "host", null)], []), None);
        await _call.Grain.UpdateMembersAsync(new([], ["carol"]), None);
        await _call.Grain.UpdateUserPermissionsAsync(new("alice", ["screenshare"], []), None);
        await _call.Grain.GoLiveAsync(None);
        await _call.Grain.SendEventAsync(new("alice", new("{}")), None);
        await _call.Grain.MuteUsersAsync(new(["bob"], false, true, false, false, by), None);
        await _call.Grain.KickUserAsync(new("bob", true, by), None);
        await _call.Grain.UnblockUserAsync("bob", None);
        await _call.StopAsync();
        await _call.UntilAsync("frame_recording_stopped");
        cluster.Pipeline.Script(_call.App, null, (order, _) => Task.FromResult(ScriptedPipeline.Failed(order, FailureReason.Store)));
        await _call.StartAsync();
        await cluster.Clock.AdvanceUntilAsync(
            TimeSpan.FromSeconds(1), () => _call.Types.Contains("frame_recording_failed"), $"a failed recording of {_call.Cid}");
        await _call.Grain.EndAsync(by, None);
        await _call.UntilAsync("session_ended");
        await _call.Grain.DeleteAsync(hard: false, None);
        await _call.UntilAsync("deleted");
    }

    private static IEnumerable<string> Sorted(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order();

    private bool OnlineIn(string type) => (bool)_call.Payload(type)["participant"]!["user"]!["online"]!;
}
