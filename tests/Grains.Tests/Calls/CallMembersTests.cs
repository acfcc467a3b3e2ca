using System.Text.Json.Nodes;
using OrleansFrames.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Members and what they may do, through the grain.</summary>
public sealed class CallMembersTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task UpdateMembers_EachKind_IsToldWithItsMembers()
    {
        await _call.MadeAsync();
        var state = await UpdateAsync(new([new("ann", null, null), new("ben", "host", null)], []));
        Assert.Equal([("ann", "call_member"), ("ben", "host")], state.Members.Select(one => (one.UserId, one.Role)));
        var added = _call.Payload("member_added");
        Assert.Equal(["call", "call_cid", "created_at", "members", "type"], added.AsObject().Select(member => member.Key).Order());
        Assert.Equal(["ann", "ben"], added["members"]!.AsArray().Select(member => (string)member!["user"]!["id"]!));

        await UpdateAsync(new([new("ann", "host", null)], ["ben"]));
        Assert.Equal(["created", "member_added", "member_removed", "member_updated_permission"], _call.Types);
        Assert.Equal("""["ben"]""", _call.Payload("member_removed")["members"]!.ToJsonString());
        var changed = _call.Payload("member_updated_permission");
        Assert.Equal("ann host", $"{changed["members"]![0]!["user_id"]} {changed["members"]![0]!["role"]}");
        Assert.Contains("start-frame-record-call", Roles(changed, "host"));
        Assert.DoesNotContain("start-frame-record-call", Roles(changed, "user"));
    }

    [Fact]
    public async Task UpdateMembers_Repeated_TellsNothingMore()
    {
        await _call.MadeAsync();
        MembersUpdate update = new([new("ann", "host", null)], ["ben"]);
        var first = await UpdateAsync(update);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await UpdateAsync(update);
        Assert.Equal(first.Call.UpdatedAt, second.Call.UpdatedAt);
        Assert.Equal(["created", "member_added"], _call.Types);
    }

    [Fact]
    public async Task Rights_Role_FollowsTheMemberAtOnce()
    {
        await _call.MadeAsync();
        RightsRequest start = new(new Actor("ann"), "StartFrameRecording");
        Assert.NotNull((await _call.Grain.RightsAsync(start, None)).Refusal);
        await UpdateAsync(new([new("ann", "host", null)], []));
        Assert.Contains("start-frame-record-call", (await _call.Grain.RightsAsync(start, None)).Value!.Capabilities);
        await UpdateAsync(new([new("ann", "call_member", null)], []));
        Assert.NotNull((await _call.Grain.RightsAsync(start, None)).Refusal);
    }

    [Fact]
    public async Task Rights_Grants_AreReadLive()
    {
        await _call.MadeAsync();
        var type = cluster.Grains.GetCallType(_call.App, "default");
        RightsRequest start = new(new Actor("ann"), "StartFrameRecording");
        Assert.NotNull((await _call.Grain.RightsAsync(start, None)).Refusal);
        await type.UpdateAsync(new(null, new Dictionary<string, IReadOnlyList<string>> { ["user"] = ["start-frame-recording"] }, null, null), None);
        Assert.Equal(["start-frame-record-call"], (await _call.Grain.RightsAsync(start, None)).Value!.Capabilities);
        await type.UpdateAsync(new(null, new Dictionary<string, IReadOnlyList<string>> { ["user"] = [] }, null, null), None);
        Assert.NotNull((await _call.Grain.RightsAsync(start, None)).Refusal);
    }

    [Fact]
    public async Task Rights_FirstTouch_MakesTheUserUnlessItIsRefused()
    {
        await _call.MadeAsync();
        var ann = cluster.Grains.GetUser(_call.App, "ann");
        await _call.Grain.RightsAsync(new(new Actor("ann"), "EndCall"), None);
        Assert.Null(await ann.GetAsync(None));
        await _call.Grain.RightsAsync(new(new Actor("ann"), "ReadCall"), None);
        Assert.Equal("user", (await ann.GetAsync(None))!.Role);
    }

    [Fact]
    public async Task Rights_Anonymous_MakesNoUser()
    {
        var call = cluster.Grains.GetCall(_call.App, "livestream", "open");
        await call.GetOrCreateAsync(new("maker", null, [], null, null, null, null), None);
        Assert.Equal(["join-call", "read-call"], (await call.RightsAsync(new(new Actor(Actor.AnonymousId), "JoinCall"), None)).Value!.Capabilities);
        Assert.Null(await cluster.Grains.GetUser(_call.App, Actor.AnonymousId).GetAsync(None));
    }

    [Fact]
    public async Task Rights_UnknownTypeOrCall_IsNotFoundBeforeAnythingElse()
    {
        foreach (var actor in (Actor[])[new(null), new("ann"), new(Actor.AnonymousId)])
        {
            var type = (await cluster.Grains.GetCall(_call.App, "conference", "c").RightsAsync(new(actor, "CreateCall", Creates: true), None)).Refusal!;
            Assert.Equal((RefusalKind.NotFound, "conference: call type does not exist"), (type.Kind, type.Message));
            var call = (await _call.Grain.RightsAsync(new(actor, "EndCall", ServersOnly: true), None)).Refusal!;
            Assert.Equal((RefusalKind.NotFound, $"Can't find call with id {_call.Cid}"), (call.Kind, call.Message));
        }
    }

    private async Task<CallState> UpdateAsync(MembersUpdate update)
    {
        var outcome = await _call.Grain.UpdateMembersAsync(update, None);
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    private static IEnumerable<string> Roles(JsonNode payload, string role) => payload["capabilities_by_role"]![role]!.AsArray().Select(one => (string)one!);
}
