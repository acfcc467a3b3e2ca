using System.Text.Json.Nodes;
using OrleansFrames.Calls;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Who is in a call, and the events of that.</summary>
public sealed class CallSessionTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task Put_First_OpensTheSessionAndJoins()
    {
        await _call.MadeAsync();
        var state = await _call.PutAsync("alice", Books.Camera);

        Assert.Equal(["created", "session_started", "session_participant_joined"], _call.Types);
        Assert.Equal(state.Call.Session!.Id, state.Call.CurrentSessionId);
        Assert.Equal(("alice", "alice-s1", "user"), One(state));
        Assert.Equal(1, state.Call.Session.ParticipantsCountByRole["user"]);

        var started = Payload(1);
        Assert.Equal(["call", "call_cid", "created_at", "session_id", "type"], Members(started));
        Assert.Equal(state.Call.CurrentSessionId, (string)started["session_id"]!);
        Assert.Equal(state.Call.CurrentSessionId, (string)started["call"]!["current_session_id"]!);
        var joined = Payload(2);
        Assert.Equal(["call_cid", "created_at", "participant", "session_id", "type"], Members(joined));
        Assert.Equal(("alice", "alice-s1"), ((string)joined["participant"]!["user"]!["id"]!, (string)joined["participant"]!["user_session_id"]!));
    }

    [Fact]
    public async Task Put_Again_IsRepeatSafe()
    {
        await _call.MadeAsync();
        var first = await _call.PutAsync("alice", Books.Camera);
        var again = await _call.PutAsync("alice", Books.Camera);
        Assert.Equal((One(first), first.Call.CurrentSessionId), (One(again), again.Call.CurrentSessionId));
        Assert.Equal(first.Call.Session!.Participants[0].JoinedAt, again.Call.Session!.Participants[0].JoinedAt);
        Assert.Equal(["created", "session_started", "session_participant_joined"], _call.Types);
    }

    [Fact]
    public async Task Put_UserOfARole_TakesItUnlessTheRequestNamesOne()
    {
        await _call.MadeAsync();
        await cluster.Grains.GetUser(_call.App, "alice").UpsertAsync(new("alice") { Role = "host" }, None);
        Assert.Equal("host", One(await _call.PutAsync("alice")).Role);
        Assert.Equal("speaker", One(await _call.PutAsync(Books.Request("alice") with { Role = "speaker" })).Role);
    }

    [Fact]
    public async Task Put_BadSource_IsRefusedAndNobodyJoins()
    {
        await _call.MadeAsync();
        var refusal = (await _call.Grain.PutParticipantAsync(
            Books.Request("alice", null, Books.Camera with { Source = new("gopher://camera/") }), None)).Refusal!;
        Assert.Equal(["tracks[0].url"], refusal.Fields.Keys);
        Assert.Equal(["created"], _call.Types);
    }

    [Fact]
    public async Task Put_UserSessionOfAnotherUser_IsRefusedAndNothingChanges()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice");
        var refusal = (await _call.Grain.PutParticipantAsync(Books.Request("bob") with { UserSessionId = "alice-s1" }, None)).Refusal!;
        Assert.Equal(["user_id"], refusal.Fields.Keys);
        Assert.Equal("alice", One(await _call.GetAsync()).User);
        Assert.NotEqual(true, (await cluster.Grains.GetUser(_call.App, "bob").GetAsync(None))?.Online);
    }

    [Fact]
    public async Task Remove_SaysHowLongSheStayed()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice");
        cluster.Clock.Advance(Second * 7);
        var state = await _call.RemoveAsync("alice");

        Assert.Empty(state.Call.Session!.Participants);
        var left = Payload(3);
        Assert.Equal(["call_cid", "created_at", "duration_seconds", "participant", "session_id", "type"], Members(left));
        Assert.Equal(("call.session_participant_left", 7), ((string)left["type"]!, (int)left["duration_seconds"]!));
    }

    [Fact]
    public async Task Remove_NobodyOfThatName_IsNotFound()
    {
        await _call.MadeAsync();
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.RemoveParticipantAsync("alice-s1", None)).Refusal!.Kind);
        await _call.PutAsync("alice");
        await _call.RemoveAsync("alice");
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.RemoveParticipantAsync("alice-s1", None)).Refusal!.Kind);
        Assert.Single(_call.Types, "session_participant_left");
    }

    [Fact]
    public async Task LastLeft_TheSessionEndsAfterItsPatience()
    {
        await _call.MadeAsync();
        var state = await _call.PutAsync("alice");
        await _call.RemoveAsync("alice");
        var left = cluster.Clock.GetUtcNow();
        await AdvanceUntilAsync("session_ended");

        Assert.Equal(["created", "session_started", "session_participant_joined", "session_participant_left", "session_ended"], _call.Types);
        Assert.InRange(_call.Events[^1].CreatedAt - left, Second * 30, Second * 60);
        var ended = Payload(4);
        Assert.Equal(["call", "call_cid", "created_at", "session_id", "type"], Members(ended));
        Assert.Equal(state.Call.CurrentSessionId, (string)ended["session_id"]!);
        Assert.Equal("", (string)ended["call"]!["current_session_id"]!);
        Assert.NotNull(ended["call"]!["session"]!["ended_at"]);
        Assert.Equal("", (await _call.GetAsync()).Call.CurrentSessionId);
    }

    [Fact]
    public async Task BackWithinThePatience_TheSessionGoesOn()
    {
        await _call.MadeAsync();
        var before = (await _call.PutAsync("alice")).Call.CurrentSessionId;
        await _call.RemoveAsync("alice");
        cluster.Clock.Advance(Second * 29);
        Assert.Equal(before, (await _call.PutAsync("bob")).Call.CurrentSessionId);
        cluster.Clock.Advance(Second * 60);
        Assert.Equal(before, (await _call.PutAsync("carol")).Call.CurrentSessionId);
        Assert.DoesNotContain("session_ended", _call.Types);
    }

    [Fact]
    public async Task TimeToLive_NotPutAgain_LeavesByItself()
    {
        await _call.MadeAsync();
        await _call.PutAsync(Books.Request("alice", 20));
        await _call.PutAsync(Books.Request("bob"));
        await AdvanceUntilAsync("session_participant_left");
        var left = Payload(4);
        Assert.Equal(("alice", "timeout"), ((string)left["participant"]!["user"]!["id"]!, (string)left["reason"]!));
        Assert.Equal("bob", One(await _call.GetAsync()).User);
    }

    [Fact]
    public async Task TimeToLive_PutAgainInTime_Stays()
    {
        await _call.MadeAsync();
        await _call.PutAsync(Books.Request("bob"));
        for (var put = 0; put < 5; put++)
        {
            await _call.PutAsync(Books.Request("alice", 20));
            cluster.Clock.Advance(Second * 15);
        }

        Assert.Equal(2, (await _call.PutAsync(Books.Request("alice", 20))).Call.Session!.Participants.Count);
        Assert.DoesNotContain("session_participant_left", _call.Types);
    }

    [Fact]
    public async Task Presence_FollowsThePlacesAUserIsIn()
    {
        await _call.MadeAsync();
        var user = cluster.Grains.GetUser(_call.App, "alice");
        await _call.PutAsync("alice");
        await _call.PutAsync(Books.Request("alice") with { UserSessionId = "alice-s2" });
        await _call.RemoveAsync("alice");
        Assert.True((await user.GetAsync(None))!.Online);
        await _call.Grain.RemoveParticipantAsync("alice-s2", None);
        Assert.False((await user.GetAsync(None))!.Online);
    }

    [Fact]
    public async Task Remove_WhileTheTimeToLiveEnds_IsOneLeaveOnly()
    {
        await _call.MadeAsync();
        await _call.PutAsync(Books.Request("alice", 20));

        await cluster.Clock.AdvanceUntilAsync(
            Second, () => cluster.Storage.Text($"call call/{_call.App}/").Contains("\"Owed\":[]", StringComparison.Ordinal), "what was owed to be written off");
        using HeldWrites held = new(cluster.Storage, _call.App);
        await cluster.Clock.AdvanceUntilAsync(Second, () => held.IsWriting, "the leave to be written");
        var remove = _call.Grain.RemoveParticipantAsync("alice-s1", None);
        held.Release();
        Assert.Equal(RefusalKind.NotFound, (await remove).Refusal?.Kind);

        await AdvanceUntilAsync("session_ended");
        Assert.Single(_call.Types, "session_participant_left");
    }

    [Fact]
    public async Task PutAgain_WhileTheTimeToLiveEnds_Stays()
    {
        await _call.MadeAsync();
        await _call.PutAsync(Books.Request("alice", 20));
        using HeldWrites held = new(cluster.Storage, _call.App);
        var put = _call.PutAsync(Books.Request("alice", 600, Books.Camera));
        await held.Writing;
        await LetTimersFireAsync(30);
        held.Release();
        await put;
        await LetTimersFireAsync(5);
        Assert.Equal("alice", One(await _call.GetAsync()).User);
        Assert.DoesNotContain("session_participant_left", _call.Types);
    }

    [Fact]
    public async Task Put_WhileThePatienceEnds_KeepsTheSession()
    {
        await _call.MadeAsync();
        var before = (await _call.PutAsync("alice")).Call.CurrentSessionId;
        await _call.RemoveAsync("alice");
        using HeldWrites held = new(cluster.Storage, _call.App);
        var put = _call.PutAsync("bob");
        await held.Writing;
        await LetTimersFireAsync(40);
        held.Release();
        await put;
        await LetTimersFireAsync(5);
        Assert.Equal(before, (await _call.GetAsync()).Call.CurrentSessionId);
        Assert.DoesNotContain("session_ended", _call.Types);
    }

    [Fact]
    public async Task TimeToLive_OfAnHour_EndsThoughNobodyAsksMeanwhile()
    {
        await _call.MadeAsync();
        await _call.PutAsync(Books.Request("alice", 3600));
        await cluster.Clock.AdvanceUntilAsync(
            TimeSpan.FromMinutes(1), () => _call.Types.Contains("session_participant_left"), "the participant to leave by itself");
    }

    [Fact]
    public async Task Put_WhileTheSessionEnds_OpensTheNextOne()
    {
        await _call.MadeAsync();
        var before = (await _call.PutAsync("alice")).Call.CurrentSessionId;
        await _call.RemoveAsync("alice");
        await AdvanceUntilAsync("session_ended");
        var after = await _call.PutAsync("alice");
        Assert.NotEqual(before, after.Call.CurrentSessionId);
        Assert.Equal(["session_ended", "session_started", "session_participant_joined"], _call.Types[^3..]);
    }

    private static (string User, string Session, string Role) One(CallState state)
    {
        var participant = Assert.Single(state.Call.Session!.Participants);
        return (participant.User.Id, participant.UserSessionId, participant.Role);
    }

    private static IEnumerable<string> Members(JsonNode payload) => payload.AsObject().Select(member => member.Key).Order();

    /// <summary>So many seconds pass, with a moment for the silo in each.</summary>
    private Task LetTimersFireAsync(int seconds) => cluster.Clock.AdvanceUntilAsync(Second, () => seconds-- == 0, "seconds to pass");

    private JsonNode Payload(int place) => JsonNode.Parse(_call.Events[place].Payload)!;

    private Task AdvanceUntilAsync(string type) => cluster.Clock.AdvanceUntilAsync(Second, () => _call.Types.Contains(type), $"{type} of {_call.Cid}");
}
