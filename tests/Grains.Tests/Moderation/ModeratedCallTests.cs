using OrleansFrames.Calls;
using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Moderation;

/// <summary>What moderators do to a call that is recorded, down to its ticks and events.</summary>
public sealed class ModeratedCallTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task Kick_EndsTheCapturesWithinAnIntervalAndSheMayComeBack()
    {
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 2);
        var kicked = cluster.Clock.GetUtcNow();
        Assert.Null((await _call.Grain.KickUserAsync(new("alice", false, "mod"), None)).Refusal);

        Assert.Equal(["kicked_user", "session_participant_left"], _call.Types[^2..]);
        Assert.Equal("kicked", (string)_call.Payload("session_participant_left")["reason"]!);
        var told = _call.Payload("kicked_user");
        Assert.Equal(("alice", "mod"), ((string)told["user"]!["id"]!, (string)told["kicked_by_user"]!["id"]!));
        await _call.UntilLeftAsync(Books.KeyOf("alice"));
        await _call.UntilTicksAsync("bob", _call.Orders("bob").Count + 4);
        Assert.All(_call.Orders("alice"), order => Assert.True(order.DueAt <= kicked, "a tick was due after the kick"));

        await _call.PutAsync("alice", Books.Camera);
        await _call.UntilTicksAsync("alice", _call.Orders("alice").Count + 1);
    }

    [Fact]
    public async Task Block_RefusesHerUntilUnblock()
    {
        await _call.RecordingAsync("alice", "bob");
        var blocked = (await _call.Grain.BlockUserAsync("alice", null, None)).Value!.Call;
        Assert.Equal(["alice"], blocked.BlockedUserIds);
        Assert.Equal("bob", Assert.Single(blocked.Session!.Participants).User.Id);
        Assert.Equal(["blocked_user", "session_participant_left"], _call.Types[^2..]);
        Assert.Equal("blocked", (string)_call.Payload("session_participant_left")["reason"]!);
        Assert.Empty(blocked.CreatedBy.BlockedUserIds);

        var refusal = (await _call.Grain.PutParticipantAsync(Books.Request("alice", null, Books.Camera), None)).Refusal!;
        Assert.Equal((RefusalKind.NotAllowed, "User 'alice' is blocked from the call"), (refusal.Kind, refusal.Message));

        var free = (await _call.Grain.UnblockUserAsync("alice", None)).Value!.Call;
        Assert.Empty(free.BlockedUserIds);
        await _call.PutAsync("alice", Books.Camera);
        Assert.Equal(["unblocked_user", "session_participant_joined"], _call.Types[^2..]);
    }

    [Fact]
    public async Task Block_SomebodyWhoWasNeverThere_IsKept()
    {
        await _call.MadeAsync();
        await _call.Grain.BlockUserAsync("stranger", null, None);
        Assert.NotNull((await _call.Grain.PutParticipantAsync(Books.Request("stranger"), None)).Refusal);
        Assert.Equal(["created", "blocked_user"], _call.Types);
    }

    [Fact]
    public async Task Mute_TurnsTheTicksToMutedUntilItIsPublishedAgain()
    {
        await _call.RecordingAsync("alice");
        await _call.UntilTicksAsync("alice", 2);
        await _call.Grain.MuteUsersAsync(new(["alice"], false, true, false, false, "mod"), None);
        Assert.Equal("user_muted", _call.Types[^1]);
        var told = _call.Payload("user_muted");
        Assert.Equal(("mod", "alice"), ((string)told["from_user_id"]!, (string)Assert.Single(told["muted_user_ids"]!.AsArray())!));
        await UntilLastAsync(spec => spec.Muted, "a muted tick");

        await _call.PutAsync("alice", Books.Camera);
        await _call.UntilTicksAsync("alice", _call.Orders("alice").Count + 2);
        Assert.True(_call.Orders("alice")[^1].Spec.Muted);

        await _call.PutAsync("alice", Books.Camera with { Muted = true });
        await _call.PutAsync("alice", Books.Camera);
        await UntilLastAsync(spec => !spec.Muted, "a tick that is not muted");
        Assert.Equal(Enumerable.Range(0, _call.Orders("alice").Count).Select(tick => (long)tick), _call.Orders("alice").Select(order => order.Tick));
    }

    [Fact]
    public async Task End_TellsOfEverythingInOrder()
    {
        await _call.RecordingAsync("alice", "bob");
        await _call.UntilTicksAsync("alice", 1);
        var ended = (await _call.Grain.EndAsync("mod", None)).Value!.Call;
        Assert.Equal((cluster.Clock.GetUtcNow(), "", null), (ended.EndedAt, ended.CurrentSessionId, ended.Egress.FrameRecording));
        await _call.UntilAsync("session_ended");
        Assert.Equal(
            ["ended", "session_participant_left", "session_participant_left", "frame_recording_stopped", "session_ended"], _call.Types[^5..]);
        Assert.Equal("mod", (string)_call.Payload("ended")["user"]!["id"]!);
        Assert.Equal("ended", (string)_call.Payload("session_participant_left")["reason"]!);

        Assert.Contains("JoinEndedCall", (await _call.Grain.PutParticipantAsync(Books.Request("alice"), None)).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal("there is no active session", await _call.StartRefusedAsync());
        await _call.Grain.EndAsync(null, None);
        Assert.Equal(ended.EndedAt, (await _call.GetAsync()).Call.EndedAt);
        Assert.Single(_call.Types, "ended");
    }

    [Fact]
    public async Task End_AutoOnCall_IsNotRecordedAgain()
    {
        await _call.MadeAsync("""{"frame_recording":{"mode":"auto-on"}}""");
        await _call.PutAsync("alice", Books.Camera);
        await _call.Grain.EndAsync(null, None);
        await _call.UntilAsync("session_ended");
        await _call.UpdateAsync("""{"frame_recording":{"mode":"available"}}""");
        await _call.UpdateAsync("""{"frame_recording":{"mode":"auto-on"}}""");
        Assert.Single(_call.Types, "frame_recording_started");
    }

    [Fact]
    public async Task Ban_RefusesHerEverywhereUntilItEnds()
    {
        await _call.MadeAsync();
        await Alice.BanAsync(new("mod", 10, "spam", false), None);
        var refusal = (await _call.Grain.PutParticipantAsync(Books.Request("alice"), None)).Refusal!;
        Assert.Equal((RefusalKind.NotAllowed, "User 'alice' is banned"), (refusal.Kind, refusal.Message));
        Assert.Equal("User 'alice' is banned", (await MakeAsync("alice")).Refusal!.Message);

        cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        await _call.PutAsync("alice");
        Assert.Null((await MakeAsync("alice")).Refusal);

        await Alice.BanAsync(new(null, null, null, false), None);
        Assert.NotNull((await _call.Grain.PutParticipantAsync(Books.Request("alice"), None)).Refusal);
        await Alice.UnbanAsync(None);
        await _call.PutAsync("alice");
    }

    [Fact]
    public async Task Ban_Shadow_RefusesNothing()
    {
        await _call.MadeAsync();
        await Alice.BanAsync(new(null, null, null, true), None);
        var user = Assert.Single((await _call.PutAsync("alice")).Call.Session!.Participants).User;
        Assert.Equal((false, true), (user.Banned, user.ShadowBanned));
    }

    [Fact]
    public async Task Ban_OfSomebodyInACall_ShowsInItsEvents()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice");
        await Alice.BanAsync(new(null, null, null, false), None);
        await _call.RemoveAsync("alice");
        Assert.True((bool)_call.Payload("session_participant_left")["participant"]!["user"]!["banned"]!);
    }

    [Fact]
    public async Task EveryAction_LedgerAway_AnswersAndItsEventFollows()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice");
        cluster.Events.GoAway();
        await _call.Grain.KickUserAsync(new("alice", true, null), None);
        Assert.DoesNotContain("kicked_user", _call.Types);
        cluster.Events.ComeBack();
        await cluster.Clock.AdvanceUntilAsync(
            TimeSpan.FromSeconds(1), () => _call.Types.Contains("session_participant_left"), "the events of the kick");
        Assert.Equal(["kicked_user", "blocked_user", "session_participant_left"], _call.Types[^3..]);
    }

    private IUserGrain Alice => cluster.Grains.GetUser(_call.App, "alice");

    private Task<Outcome<CallState>> MakeAsync(string creator)
        => cluster.Grains.GetCall(_call.App, "default", $"of-{creator}").GetOrCreateAsync(new(creator, null, [], null, null, null, null), None);

    private Task UntilLastAsync(Func<CaptureSpec, bool> wanted, string what) => cluster.Clock.AdvanceUntilAsync(
        TimeSpan.FromMilliseconds(250), () => _call.Orders("alice") is [.., var last] && wanted(last.Spec), what);
}
