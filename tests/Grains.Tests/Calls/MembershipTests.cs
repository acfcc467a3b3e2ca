using OrleansFrames.Calls;
using OrleansFrames.Json;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class MembershipTests
{
    private static readonly DateTimeOffset Later = Books.Now.AddMinutes(1);

    private static readonly CallBook Book = Books.Empty with
    {
        Members = Membership.Put([], [new("ann", null, null), new("ben", "host", new RawJson("""{"seat":4}""")), new("cat", null, null)], Books.Now),
    };

    [Fact]
    public void Put_UserNamedTwice_IsOneMemberAsNamedLast()
    {
        var members = Membership.Put([], [new("ann", "host", null), new("ben", null, null), new("ann", "speaker", new RawJson("""{"a":1}"""))], Books.Now);
        Assert.Equal([("ann", "speaker", """{"a":1}"""), ("ben", "call_member", "{}")], members.Select(one => (one.UserId, one.Role, one.Custom.Text)));
    }

    [Fact]
    public void Update_Role_KeepsTheRestAndMovesItsTime()
    {
        var after = Membership.Update(Book, new([new("ben", "speaker", null)], []), Later).Book;
        var ben = after.Members.Single(one => one.UserId == "ben");
        Assert.Equal(new CallMember("ben", "speaker", new RawJson("""{"seat":4}"""), Books.Now, Later), ben);
        Assert.Equal(["ann", "ben", "cat"], after.Members.Select(one => one.UserId));
        Assert.Equal(Later, after.UpdatedAt);
        Assert.Equal(Books.Now, after.Members[0].UpdatedAt);
    }

    [Fact]
    public void Update_NothingNew_IsTheSameBook()
    {
        Assert.Same(Book, Membership.Update(Book, new([new("ann", null, null), new("ben", "host", null)], ["dan"]), Later).Book);
        Assert.Same(Book, Membership.Update(Book, new([], []), Later).Book);
    }

    [Fact]
    public void Update_EachKind_TellsOfItsMembersAlone()
    {
        var step = Membership.Update(
            Book, new([new("dan", null, null), new("ann", "host", null), new("ben", null, new RawJson("{\"seat\":5}"))], ["cat", "eve"]), Later);
        Assert.Equal(
            [("call.member_added", "dan", false), ("call.member_removed", "cat", false), ("call.member_updated", "ben", true), ("call.member_updated_permission", "ann", true)],
            step.Told.Select(draft => (draft.Type, Assert.Single(draft.MemberIds!), draft.TellsCapabilities)));
        Assert.All(step.Told, draft => Assert.True(draft.Call));
    }
}
