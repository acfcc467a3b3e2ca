using OrleansFrames.Calls;
using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class CallAccessTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Grants = new()
    {
        ["user"] = ["read-call", "create-call", "end-call-owner", "start-frame-recording-owner"],
        ["anonymous"] = ["read-call", "create-call"],
        ["call_member"] = ["join-call"],
        ["host"] = ["start-frame-recording"],
        ["mute"] = [],
    };

    private static readonly CallBook Book = Books.Empty with { Members = [Member("ann", "call_member"), Member("hugo", "host")] };

    [Theory]
    [InlineData("ann", "user", null, "ReadCall", true)]
    [InlineData("ann", "user", null, "JoinCall", true)]
    [InlineData("bob", "user", null, "JoinCall", false)]
    [InlineData("ann", "mute", null, "JoinCall", true)]
    [InlineData("ann", "unheard-of", null, "ReadCall", false)]
    [InlineData("ann", "user", null, "StartFrameRecording", false)]
    [InlineData("hugo", "mute", null, "StartFrameRecording", true)]
    [InlineData("hugo", "user", null, "JoinCall", false)]
    [InlineData("bob", "host", null, "StartFrameRecording", true)]
    [InlineData("bob", "user", "host", "StartFrameRecording", true)]
    [InlineData("bob", "user", "mute", "ReadCall", true)]
    [InlineData("maker", "user", null, "StartFrameRecording", true)]
    [InlineData("maker", "user", null, "EndCall", true)]
    [InlineData("maker", "mute", null, "EndCall", false)]
    [InlineData("bob", "user", null, "EndCall", false)]
    [InlineData("bob", "user", null, "PutParticipant", false)]
    public void Judge_ExistingCall_AddsUpTheRoles(string id, string role, string? lent, string action, bool allowed)
    {
        var rights = Judge(Book, new(id, role), new(new Actor(id, lent), action));
        Assert.Equal(allowed, rights.Refusal is null);
        if (!allowed)
        {
            Assert.Equal(
                (RefusalKind.NotAllowed, $"User '{id}' with role '{role}' is not allowed to perform action {action} in scope 'video:default'"),
                (rights.Refusal!.Kind, rights.Refusal.Message));
        }
    }

    [Fact]
    public void Judge_ServersOnly_NoGrantHelps()
        => Assert.Equal(RefusalKind.NotAllowed, Judge(Book, new("hugo", "user"), new(new Actor("hugo"), "StartFrameRecording", ServersOnly: true)).Refusal!.Kind);

    [Theory]
    [InlineData("user", true)]
    [InlineData("mute", false)]
    public void Judge_CreateCall_IsReadCallWhereThereIsOne(string role, bool allowed)
    {
        RightsRequest request = new(new Actor("bob"), "CreateCall", Creates: true);
        Assert.Equal(allowed, Judge(null, new("bob", role), request).Refusal is null);
        var existing = Judge(Book, new("bob", role), request);
        Assert.Equal(allowed, existing.Refusal is null);
        Assert.Contains(allowed ? "" : "perform action ReadCall in", existing.Refusal?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_NewCall_TreatsItsMakerAsOwner()
        => Assert.Equal(
            ["create-call", "end-call", "read-call", "start-frame-record-call"],
            Judge(null, new("bob", "user"), new(new Actor("bob"), "CreateCall", Creates: true)).Value!.Capabilities);

    [Fact]
    public void Judge_Anonymous_ReadsButNeverCreates()
    {
        ActingUser nobody = new(Actor.AnonymousId, "anonymous");
        Actor actor = new(Actor.AnonymousId);
        Assert.Equal(["read-call"], Judge(Book, nobody, new(actor, "CreateCall", Creates: true)).Value!.Capabilities);
        Assert.Equal(
            "User '!anon' with role 'anonymous' is not allowed to perform action CreateCall in scope 'video:default'",
            Judge(null, nobody, new(actor, "CreateCall", Creates: true)).Refusal!.Message);
    }

    [Fact]
    public void Judge_Blocked_IsToldSo()
    {
        var refusal = Judge(Book with { BlockedUserIds = ["hugo"] }, new("hugo", "host"), new(new Actor("hugo"), "ReadCall")).Refusal!;
        Assert.Equal((RefusalKind.NotAllowed, "User 'hugo' is blocked from the call"), (refusal.Kind, refusal.Message));
    }

    [Fact]
    public void Judge_Banned_IsToldSo()
    {
        var refusal = Judge(Book, new("hugo", "host", IsBanned: true), new(new Actor("hugo"), "ReadCall")).Refusal!;
        Assert.Equal((RefusalKind.NotAllowed, "User 'hugo' is banned"), (refusal.Kind, refusal.Message));
    }

    private static Outcome<CallRights> Judge(CallBook? book, ActingUser user, RightsRequest request) => CallAccess.Judge(book, "default", request, user, Grants);

    private static CallMember Member(string id, string role) => new(id, role, RawJson.EmptyObject, Books.Now, Books.Now);
}
