using System.Text.Json.Nodes;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class CallGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task GetOrCreate_New_MakesTheCallAndSaysSoOnce()
    {
        GetOrCreateCall request = new(
            null,
            new UserRequest("maker") { Name = "Mia", Role = "host" },
            [new MemberRequest("ann", null, null), new MemberRequest("ben", "speaker", new RawJson("""{"seat":4}"""))],
            new RawJson("""{"frame_recording":{"capture_interval_in_seconds":9}}"""),
            new RawJson("""{"topic":"x"}"""),
            Books.Now,
            "red");
        var made = (await _call.Grain.GetOrCreateAsync(request, None)).Value!;

        Assert.True(made.Created);
        Assert.Equal(("default", _call.Cid, "Mia", "host"), (made.Call.Type, made.Call.Cid, made.Call.CreatedBy.Name, made.Call.CreatedBy.Role));
        Assert.Equal(("""{"topic":"x"}""", Books.Now, "red", ""), (made.Call.Custom.Text, made.Call.StartsAt, made.Call.Team, made.Call.CurrentSessionId));
        Assert.Equal((null, null), (made.Call.Session, made.Call.Egress.FrameRecording));
        Assert.Equal(9, CallSettings.FrameRecording(made.Call.Settings).IntervalSeconds);
        Assert.Equal([("ann", "call_member", "{}"), ("ben", "speaker", """{"seat":4}""")], made.Members.Select(one => (one.UserId, one.Role, one.Custom.Text)));

        var again = (await _call.Grain.GetOrCreateAsync(request with { Custom = null, Members = [] }, None)).Value!;
        Assert.False(again.Created);
        Assert.Equal((made.Call.Custom, 2), (again.Call.Custom, again.Members.Count));
        Assert.Equal(["created"], _call.Types);
    }

    [Fact]
    public async Task GetOrCreate_EventCarriesCallAndMembers()
    {
        await _call.Grain.GetOrCreateAsync(new("maker", null, [new MemberRequest("ann", null, null)], null, null, null, null), None);
        var row = Assert.Single(_call.Events);
        var body = JsonNode.Parse(row.Payload)!;
        Assert.Equal(["call", "call_cid", "created_at", "members", "type"], body.AsObject().Select(member => member.Key).Order());
        Assert.Equal(("call.created", _call.Cid), ((string)body["type"]!, (string)body["call_cid"]!));
        Assert.Equal("ann", (string)body["members"]![0]!["user"]!["id"]!);
        Assert.Equal("maker", (string)body["call"]!["created_by"]!["id"]!);
        Assert.True(body["call"]!["egress"]!.AsObject().ContainsKey("frame_recording"));
        Assert.Equal((_call.App, "call.created", row.CreatedAt), (row.App, row.Type, DateTimeOffset.Parse((string)body["created_at"]!, null)));
    }

    [Fact]
    public async Task GetOrCreate_WithoutCreator_IsRefusedByName()
        => Assert.Equal(["data.created_by_id"], await RefusedAsync(new(null, null, [], null, null, null, null)));

    [Fact]
    public async Task GetOrCreate_BadSettings_IsRefusedByPath()
        => Assert.Equal(
            ["data.settings_override.frame_recording.quality"],
            await RefusedAsync(new("maker", null, [], new RawJson("""{"frame_recording":{"quality":"4k"}}"""), null, null, null)));

    [Fact]
    public async Task GetOrCreate_UnknownType_IsNotFound()
    {
        var grain = cluster.Grains.GetCall(_call.App, "conference", "c");
        Assert.Equal(RefusalKind.NotFound, (await grain.GetOrCreateAsync(new("maker", null, [], null, null, null, null), None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await grain.GetAsync(None)).Refusal!.Kind);
    }

    [Fact]
    public async Task EveryMethod_CallNeverMade_IsNotFoundByCid()
    {
        var grain = _call.Grain;
        Refusal?[] refusals =
        [
            (await grain.GetAsync(None)).Refusal,
            (await grain.UpdateAsync(new(null, null, null), None)).Refusal,
            (await grain.PutParticipantAsync(Books.Request("alice"), None)).Refusal,
            (await grain.UpdateMembersAsync(new([new("alice", null, null)], []), None)).Refusal,
            (await grain.RightsAsync(new(new(null), "ReadCall"), None)).Refusal,
            (await grain.RightsAsync(new(new("alice"), "ReadCall"), None)).Refusal,
            (await grain.RemoveParticipantAsync("alice-s1", None)).Refusal,
            await grain.StartFrameRecordingAsync(new(null), None),
            await grain.StopFrameRecordingAsync(None),
        ];
        Assert.All(refusals, refusal => Assert.Equal((RefusalKind.NotFound, $"Can't find call with id {_call.Cid}"), (refusal!.Kind, refusal.Message)));
        Assert.Empty(cluster.Reminders.Of(_call.App));
    }

    [Fact]
    public async Task Ids_WithSpecialCharacters_ComeBackAsGiven()
    {
        const string id = "a:b/c é%2F";
        var grain = cluster.Grains.GetCall(_call.App, "default", id);
        var state = (await grain.GetOrCreateAsync(new("maker", null, [], null, null, null, null), None)).Value!;
        Assert.Equal((id, $"default:{id}"), (state.Call.Id, state.Call.Cid));
        Assert.NotNull((await cluster.Grains.GetCall(_call.App, state.Call.Cid).GetAsync(None)).Value);
    }

    [Fact]
    public async Task Update_Given_ChangesThatAlone()
    {
        await _call.MadeAsync("""{"frame_recording":{"quality":"1080p"}}""");
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var state = (await _call.Grain.UpdateAsync(
            new(new RawJson("""{"frame_recording":{"capture_interval_in_seconds":10}}"""), new RawJson("""{"a":1}"""), null), None)).Value!;
        Assert.Equal(new FrameRecordingSettings("available", 10, "1080p"), CallSettings.FrameRecording(state.Call.Settings));
        Assert.Equal(("""{"a":1}""", cluster.Clock.GetUtcNow()), (state.Call.Custom.Text, state.Call.UpdatedAt));
        Assert.Equal("""{"a":1}""", (await _call.Grain.UpdateAsync(new(null, null, Books.Now), None)).Value!.Call.Custom.Text);
    }

    [Fact]
    public async Task Update_Bad_NamesTheFieldAndChangesNothing()
    {
        await _call.MadeAsync();
        var before = await _call.GetAsync();
        var refusal = (await _call.Grain.UpdateAsync(
            new(new RawJson("""{"frame_recording":{"capture_interval_in_seconds":1}}"""), new RawJson("""{"a":1}"""), null), None)).Refusal!;
        Assert.Equal(["settings_override.frame_recording.capture_interval_in_seconds"], refusal.Fields.Keys);
        var after = await _call.GetAsync();
        Assert.Equal((before.Call.Settings, before.Call.Custom, before.Call.UpdatedAt), (after.Call.Settings, after.Call.Custom, after.Call.UpdatedAt));
    }

    [Fact]
    public async Task CallType_ChangedLater_ReachesNewCallsOnly()
    {
        await _call.MadeAsync();
        await cluster.Grains.GetCallType(_call.App, "default")
            .UpdateAsync(new(new RawJson("""{"frame_recording":{"capture_interval_in_seconds":20}}"""), null, null, null), None);
        Assert.Equal(3, CallSettings.FrameRecording((await _call.GetAsync()).Call.Settings).IntervalSeconds);
        var other = await cluster.Grains.GetCall(_call.App, "default", "new").GetOrCreateAsync(new("maker", null, [], null, null, null, null), None);
        Assert.Equal(20, CallSettings.FrameRecording(other.Value!.Call.Settings).IntervalSeconds);
    }

    private async Task<IEnumerable<string>> RefusedAsync(GetOrCreateCall request)
    {
        var refusal = (await _call.Grain.GetOrCreateAsync(request, None)).Refusal!;
        Assert.Equal(RefusalKind.Input, refusal.Kind);
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.GetAsync(None)).Refusal!.Kind);
        Assert.Empty(_call.Events);
        return refusal.Fields.Keys;
    }
}
