using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Grains.Tests.Calls;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Ledger;

public sealed class QueryGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    private IQueryGrain Queries => cluster.Grains.GetQueries();

    [Fact]
    public async Task Calls_ComeWithTheirUsersAsTheyAreNow()
    {
        await MakeAsync(_call.Cid, "maker", "ann");
        await _call.PutAsync("ann");
        await cluster.Models.UntilAsync(() => cluster.Models.Call(_call.App, _call.Cid)!.Call.Session is not null, "the session");
        await User("ann").UpsertAsync(new("ann") { Name = "Ann" }, None);
        await User("maker").UpsertAsync(new("maker") { Name = "Mia" }, None);

        var listed = Assert.Single(await ListAsync());

        Assert.Equal(("Mia", "Ann", "Ann"), (listed.State.Call.CreatedBy.Name, listed.State.Members[0].User.Name, listed.State.Call.Session!.Participants[0].User.Name));
        Assert.Equal(Permissions.Capabilities, listed.OwnCapabilities);
    }

    [Fact]
    public async Task Calls_UserWhoIsNotFoundYet_IsAskedItself()
    {
        await MakeAsync(_call.Cid, "maker");
        await User("maker").UpsertAsync(new("maker") { Name = "Mia" }, None);
        cluster.Models.Forget(_call.App, "maker");
        Assert.Equal("Mia", Assert.Single(await ListAsync()).State.Call.CreatedBy.Name);
    }

    [Fact]
    public async Task Calls_OfAUser_AreThoseItMayReadWithWhatItMayDo()
    {
        // Of the default type users may read all; of this one only those that they belong to, and guests none.
        await cluster.Grains.GetCallType(_call.App, "closed").CreateAsync(
            new(null, new Dictionary<string, IReadOnlyList<string>> { ["user"] = ["read-call-owner", "update-call-owner"], ["guest"] = [], ["call_member"] = ["read-call", "join-call"] }, null, null), None);
        await MakeAsync("default:a", "maker");
        await MakeAsync("closed:own", "ann");
        await MakeAsync("closed:member", "maker", "ann");
        await MakeAsync("closed:other", "maker", "bob");

        var seen = await ListAsync(new Actor("ann"));
        Assert.Equal(["closed:member", "closed:own", "default:a"], seen.Select(listed => listed.State.Call.Cid));
        Assert.Equal(["join-call", "read-call"], seen[0].OwnCapabilities);
        Assert.Equal(["read-call", "update-call"], seen[1].OwnCapabilities);
        Assert.DoesNotContain("start-frame-record-call", seen[2].OwnCapabilities);
        Assert.Equal(["default:a"], (await ListAsync(new Actor("zoe"))).Select(listed => listed.State.Call.Cid));
        Assert.Equal(4, (await ListAsync()).Count);
    }

    [Fact]
    public async Task Calls_OfAnOwnerWhoseTypeDeniesReading_AreNotListed()
    {
        await cluster.Grains.GetCallType(_call.App, "silent").CreateAsync(
            new(null, new Dictionary<string, IReadOnlyList<string>> { ["user"] = ["create-call"], ["guest"] = [], ["call_member"] = [] }, null, null), None);
        await MakeAsync("silent:own", "ann", "ann");
        Assert.Empty(await ListAsync(new Actor("ann")));
        Assert.Single(await ListAsync(new Actor("ann") { IsUnchecked = true }));
    }

    [Fact]
    public async Task Calls_OfABannedUser_AreRefused()
    {
        await User("ann").BanAsync(new(null, null, null, Shadow: false), None);
        var answer = await Queries.CallsAsync(new(_call.App, new(new Actor("ann")), Filter.All, [], 10), None);
        Assert.Equal(RefusalKind.NotAllowed, answer.Refusal!.Kind);
    }

    [Fact]
    public async Task Members_ComeWithTheirUsersAsTheyAreNow()
    {
        await MakeAsync(_call.Cid, "maker", "ann");
        await User("ann").UpsertAsync(new("ann") { Name = "Ann" }, None);
        var page = (await Queries.MembersAsync(new(_call.App, _call.Cid, Filter.All, [], 10), None)).Value!;
        Assert.Equal(("ann", "Ann", "call_member"), Assert.Single(page.Members.Select(member => (member.UserId, member.User.Name!, member.Role))));
        Assert.Equal((null, FakeReadModels.Cursor), (page.Next, page.Prev));
    }

    [Theory]
    [InlineData("x", null, "next")]
    [InlineData(null, "x", "prev")]
    public async Task Cursor_NotOneOfOurs_IsRefusedByName(string? next, string? prev, string field)
    {
        var calls = await Queries.CallsAsync(new(_call.App, null, Filter.All, [], 10, next, prev), None);
        Assert.Equal((RefusalKind.Input, field), (calls.Refusal!.Kind, Assert.Single(calls.Refusal.Fields).Key));
        var members = await Queries.MembersAsync(new(_call.App, _call.Cid, Filter.All, [], 10, next, prev), None);
        Assert.Equal((RefusalKind.Input, field), (members.Refusal!.Kind, Assert.Single(members.Refusal.Fields).Key));
    }

    [Fact]
    public async Task Users_BanThatHasEnded_IsNotShown()
    {
        await User("ann").BanAsync(new(null, 5, null, Shadow: false), None);
        Assert.True(Assert.Single(await UsersAsync()).Banned);
        cluster.Clock.Advance(TimeSpan.FromMinutes(5));
        var user = Assert.Single(await UsersAsync());
        Assert.Equal((false, null), (user.Banned, user.BanExpires));
    }

    private IUserGrain User(string id) => cluster.Grains.GetUser(_call.App, id);

    private Task<IReadOnlyList<UserResponse>> UsersAsync() => Queries.UsersAsync(new(_call.App, Filter.All, [], 10, 0), None);

    private async Task<IReadOnlyList<ListedCall>> ListAsync(Actor? viewer = null)
    {
        var page = await Queries.CallsAsync(new(_call.App, viewer is null ? null : new(viewer), Filter.All, [], 10), None);
        Assert.Null(page.Refusal);
        return page.Value!.Calls;
    }

    private async Task MakeAsync(string cid, string by, params string[] members)
    {
        GetOrCreateCall request = new(by, null, [.. members.Select(member => new MemberRequest(member, null, null))], null, null, null, null);
        Assert.Null((await cluster.Grains.GetCall(_call.App, cid).GetOrCreateAsync(request, None)).Refusal);
    }
}
