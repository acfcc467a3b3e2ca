using OrleansFrames.Calls;
using OrleansFrames.Capture;
using OrleansFrames.Grains.Tests.Calls;
using OrleansFrames.Moderation;

namespace OrleansFrames.Grains.Tests.Moderation;

public sealed class CallModerationTests
{
    private static readonly CallBook Recorded = Books.Empty.Put("alice", Books.Camera, Books.Screen).Put("bob", Books.Camera).Start();

    private static readonly DateTimeOffset Later = Books.Now.AddSeconds(10);

    [Fact]
    public void Kick_UserWithTwoDevices_BothLeaveWithAllTheirTracks()
    {
        var twice = Recorded.Put(Books.Request("alice", null, Books.Camera) with { UserSessionId = "alice-s2" });
        var step = CallModeration.Kick(twice, new("alice", false, "mod"), Books.App, Books.Cid, Later);

        Assert.Equal(["bob"], Users(step.Book));
        Assert.Equal(3, step.Book.Egress!.Leaving.Count);
        Assert.All(step.Book.Egress.Leaving, track => Assert.Equal(("alice", Later), (track.Spec.UserId, track.Until)));
        Assert.Equal([("call.kicked_user", "alice", "mod")], Told(step));
        Assert.Equal("kicked", step.LeftBecause);
        Assert.Empty(step.Book.BlockedUserIds);
    }

    [Fact]
    public void Kick_NobodyOfThatName_MakesNothingKnown()
    {
        var step = CallModeration.Kick(Recorded, new("carol", false, null), Books.App, Books.Cid, Later);
        Assert.Same(Recorded, step.Book);
        Assert.Empty(step.Told);
    }

    [Fact]
    public void Kick_WithBlock_BlocksThoseWhoAreNotThereToo()
    {
        var alice = CallModeration.Kick(Recorded, new("alice", true, "mod"), Books.App, Books.Cid, Later);
        Assert.Equal([("call.kicked_user", "alice", "mod"), ("call.blocked_user", "alice", "mod")], Told(alice));
        Assert.Equal(["alice"], alice.Book.BlockedUserIds);

        var carol = CallModeration.Kick(Recorded, new("carol", true, null), Books.App, Books.Cid, Later);
        Assert.Equal([("call.blocked_user", "carol", null)], Told(carol));
        Assert.Equal(["carol"], carol.Book.BlockedUserIds);
    }

    [Fact]
    public void Block_Twice_IsOnce()
    {
        var once = Block(Recorded, "alice");
        Assert.Equal(["bob"], Users(once.Book));
        Assert.Equal("blocked", once.LeftBecause);
        Assert.Equal([("call.blocked_user", "alice", null)], Told(once));
        var twice = Block(once.Book, "alice");
        Assert.Same(once.Book, twice.Book);
        Assert.Empty(twice.Told);
    }

    [Fact]
    public void Put_BlockedUser_IsRefusedInStreamsWordsUntilItIsUnblocked()
    {
        var blocked = Block(Block(Recorded, "alice").Book, "carol").Book;
        AssertRefused(blocked, "User 'alice' is blocked from the call");
        var step = CallModeration.Unblock(blocked, "alice");
        Assert.Equal([("call.unblocked_user", "alice", null)], Told(step));
        Assert.Equal(["carol"], step.Book.BlockedUserIds);
        Assert.Contains("alice", Users(step.Book.Put("alice", Books.Camera)));
    }

    [Fact]
    public void Unblock_NotBlocked_MakesNothingKnown()
    {
        var step = CallModeration.Unblock(Recorded, "alice");
        Assert.Same(Recorded, step.Book);
        Assert.Empty(step.Told);
    }

    [Theory]
    [InlineData(true, false, TrackType.Video)]
    [InlineData(false, true, TrackType.ScreenShare)]
    public void Mute_OneKind_LeavesTheOtherAlone(bool video, bool screen, TrackType muted)
    {
        var step = CallModeration.Mute(Recorded, new(["alice"], false, video, screen, false, null));
        Assert.Equal([muted], Muted(step.Book, "alice"));
        Assert.Empty(Muted(step.Book, "bob"));
        var told = Assert.Single(step.Told);
        Assert.Equal(("call.user_muted", null), (told.Type, told.ById));
        Assert.Equal(["alice"], told.MutedUserIds);
    }

    [Fact]
    public void Mute_Everybody_SparesWhoeverDoesIt()
    {
        var step = CallModeration.Mute(Recorded, new([], true, true, true, false, "bob"));
        Assert.Equal([TrackType.Video, TrackType.ScreenShare], Muted(step.Book, "alice"));
        Assert.Empty(Muted(step.Book, "bob"));
        Assert.Equal(["alice"], Assert.Single(step.Told).MutedUserIds);
    }

    [Fact]
    public void Mute_SoundOnly_IsTold()
    {
        var step = CallModeration.Mute(Recorded, new(["bob"], false, false, false, true, null));
        Assert.Empty(Muted(step.Book, "bob"));
        Assert.Equal(["bob"], Assert.Single(step.Told).MutedUserIds);
    }

    [Fact]
    public void Mute_NobodyThere_MakesNothingKnown()
    {
        MuteUsers request = new(["carol"], false, true, true, true, null);
        Assert.Empty(CallModeration.Mute(Recorded, request).Told);
        Assert.Same(Books.Empty, CallModeration.Mute(Books.Empty, request).Book);
    }

    [Fact]
    public void Mute_HoldsUntilTheMediaServerHasSaidSoItself()
    {
        var muted = CallModeration.Mute(Recorded, new(["bob"], false, true, false, false, null)).Book;
        var again = muted.Put("bob", Books.Camera);
        Assert.Equal([TrackType.Video], Muted(again, "bob"));
        var moved = again.Put("bob", Books.Camera with { Source = new TrackSource("rtsp://camera/2") });
        Assert.Equal([TrackType.Video], Muted(moved, "bob"));

        var obeyed = moved.Put("bob", Books.Camera with { Muted = true });
        Assert.Equal([TrackType.Video], Muted(obeyed, "bob"));
        Assert.Empty(Muted(obeyed.Put("bob", Books.Camera), "bob"));
    }

    [Fact]
    public void Mute_EndsWithTheTracksPublication()
    {
        var muted = CallModeration.Mute(Recorded, new(["bob"], false, true, false, false, null)).Book;
        Assert.Empty(Muted(muted.Put("bob").Put("bob", Books.Camera), "bob"));
        Assert.Empty(Muted(muted.Remove("bob").Put("bob", Books.Camera), "bob"));
    }

    [Fact]
    public void End_Recorded_EverybodyLeavesAndNobodyComesBack()
    {
        var step = CallModeration.End(Recorded, "mod", Books.App, Books.Cid, Later);
        Assert.Equal((Later, Later), (step.Book.EndedAt, step.Book.Session!.EndedAt));
        Assert.Empty(step.Book.Session.Participants);
        Assert.Equal((EgressStatus.Stopping, true, 3), (step.Book.Egress!.Status, step.Book.Egress.EndsSession, step.Book.Egress.Leaving.Count));
        Assert.Equal([("call.ended", "mod", null)], Told(step));
        Assert.Equal("ended", step.LeftBecause);

        AssertRefused(step.Book, "User 'alice' with role 'user' is not allowed to perform action JoinEndedCall in scope 'video:default'");
        Assert.Equal(
            "there is no active session", EgressMachine.Start(step.Book.Finish(), new StartFrameRecording(null), "e", Later).Refusal!.Message);
        var again = CallModeration.End(step.Book, null, Books.App, Books.Cid, Later);
        Assert.Same(step.Book, again.Book);
        Assert.Empty(again.Told);
    }

    [Fact]
    public void End_WithoutSession_OnlyEnds()
    {
        var step = CallModeration.End(Books.Empty, null, Books.App, Books.Cid, Later);
        Assert.Equal((Later, null, null), (step.Book.EndedAt, step.Book.Session, step.Book.Egress));
    }

    private static CallStep Block(CallBook book, string userId) => CallModeration.Block(book, userId, null, Books.App, Books.Cid, Later);

    private static string[] Users(CallBook book) => [.. book.LiveSession()!.Participants.Select(one => one.UserId)];

    private static (string Type, string? UserId, string? ById)[] Told(CallStep step) => [.. step.Told.Select(draft => (draft.Type, draft.UserId, draft.ById))];

    /// <summary>Of which tracks of a user no pictures are taken.</summary>
    private static TrackType[] Muted(CallBook book, string user)
        => [.. CaptureSpecs.Of(book, Books.App, Books.Cid).Where(spec => spec.UserId == user && spec.Muted).Select(spec => spec.TrackType)];

    private static void AssertRefused(CallBook book, string words)
    {
        var refusal = Participation.Put(book, Books.Request("alice"), "user", Books.App, Books.Cid, Later, () => "s").Refusal!;
        Assert.Equal((RefusalKind.NotAllowed, words), (refusal.Kind, refusal.Message));
    }
}
