using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class PermissionChangeTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Grants = new() { ["user"] = ["send-audio", "read-call"] };

    [Fact]
    public void Make_Grant_GivesWhatIsNotGranted_ToThisUserAlone()
    {
        var book = Make(Books.Empty, grant: ["send-video", "screenshare"]);
        Assert.Equal(["read-call", "screenshare", "send-audio", "send-video"], Of(book, "ann"));
        Assert.Equal(["read-call", "send-audio"], Of(book, "ben"));
    }

    [Fact]
    public void Make_Revoke_TakesWhatIsGranted_ToThisUserAlone()
    {
        var book = Make(Books.Empty, revoke: ["send-audio"]);
        Assert.Equal(["read-call"], Of(book, "ann"));
        Assert.Equal(["read-call", "send-audio"], Of(book, "ben"));
    }

    [Fact]
    public void Make_GrantAfterRevoke_AndRevokeAfterGrant_TheLastCounts()
    {
        var granted = Make(Make(Books.Empty, revoke: ["send-audio", "send-video"]), grant: ["send-audio"]);
        Assert.Equal(["read-call", "send-audio"], Of(granted, "ann"));
        var own = Assert.Single(granted.UserPermissions);
        Assert.Equal(["send-audio"], own.Granted);
        Assert.Equal(["send-video"], own.Revoked);
        Assert.Equal(["read-call"], Of(Make(granted, revoke: ["send-audio"]), "ann"));
    }

    [Fact]
    public void Make_WhatIsSoAlready_ChangesNothingAndTellsNothing()
    {
        var first = PermissionChange.Make(Books.Empty, new("ann", ["send-video"], ["send-audio"]));
        Assert.Equal([new(EventDraft.PermissionsUpdated) { UserId = "ann" }], first.Told);
        var again = PermissionChange.Make(first.Book, new("ann", ["send-video"], ["send-audio"]));
        Assert.Same(first.Book, again.Book);
        Assert.Empty(again.Told);
        Assert.Empty(PermissionChange.Make(Books.Empty, new("ann", [], [])).Told);
    }

    [Fact]
    public void Judge_RevokedPermission_IsRefusedInTheUsualWords()
    {
        var book = Make(Books.Empty, revoke: ["send-audio"]);
        var refusal = CallAccess.Judge(book, "default", new(new Actor("ann"), "SendAudio"), new("ann", "user"), Grants).Refusal!;
        Assert.Equal("User 'ann' with role 'user' is not allowed to perform action SendAudio in scope 'video:default'", refusal.Message);
    }

    [Fact]
    public void Judge_Unchecked_AllowsEverythingButWhatIsForServersBannedOrBlocked()
    {
        var book = Make(Books.Empty, revoke: ["send-audio"]) with { BlockedUserIds = ["ben"] };
        Actor ann = new("ann") { IsUnchecked = true };
        var rights = CallAccess.Judge(book, "default", new(ann, "StartFrameRecording"), new("ann", "unheard-of"), Grants);
        Assert.Equal(Permissions.Capabilities, rights.Value!.Capabilities);
        Assert.NotNull(CallAccess.Judge(book, "default", new(ann, "PutParticipant", ServersOnly: true), new("ann", "admin"), Grants).Refusal);
        Assert.NotNull(CallAccess.Judge(book, "default", new(ann, "ListFrames"), new("ann", "admin"), Grants).Refusal);
        Assert.Equal("User 'ann' is banned", CallAccess.Judge(book, "default", new(ann, "ReadCall"), new("ann", "user", IsBanned: true), Grants).Refusal!.Message);
        Actor ben = new("ben") { IsUnchecked = true };
        Assert.Equal("User 'ben' is blocked from the call", CallAccess.Judge(book, "default", new(ben, "ReadCall"), new("ben", "user"), Grants).Refusal!.Message);
        Actor nobody = new(Actor.AnonymousId) { IsUnchecked = true };
        Assert.NotNull(CallAccess.Judge(null, "default", new(nobody, "CreateCall", Creates: true), new(Actor.AnonymousId, "anonymous"), Grants).Refusal);
    }

    private static CallBook Make(CallBook book, string[]? grant = null, string[]? revoke = null)
        => PermissionChange.Make(book, new("ann", grant ?? [], revoke ?? [])).Book;

    private static IReadOnlyList<string> Of(CallBook book, string id) => CallAccess.Capabilities(book, new(id, "user"), Grants);
}
