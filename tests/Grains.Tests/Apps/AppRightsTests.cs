using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Apps;

public sealed class AppRightsTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _app = $"app-{Guid.NewGuid():N}";

    [Theory]
    [InlineData("admin", "UpdateUser", true)]
    [InlineData("global_admin", "BanUser", true)]
    [InlineData("moderator", "BanUser", true)]
    [InlineData("moderator", "UpdateUser", false)]
    [InlineData("user", "UpdateUser", false)]
    [InlineData("user", "SearchUser", true)]
    [InlineData("guest", "UpdateUser", false)]
    [InlineData("admin", "UpdateApp", false)]
    [InlineData("unheard-of", "SearchUser", false)]
    public async Task Check_Role_DecidesByTheAppsGrants(string role, string action, bool allowed)
    {
        await cluster.Grains.GetUser(_app, "ann").UpsertAsync(new("ann") { Role = role }, None);
        var refusal = await CheckAsync(new(new Actor("ann"), action));
        Assert.Equal(
            allowed ? null : $"User 'ann' with role '{role}' is not allowed to perform action {action} in scope '.app'", refusal?.Message);
        Assert.Equal(allowed, refusal?.Kind != RefusalKind.NotAllowed);
    }

    [Fact]
    public async Task Check_ServersOnly_RefusesEveryUser()
    {
        await cluster.Grains.GetUser(_app, "ann").UpsertAsync(new("ann") { Role = "admin" }, None);
        Assert.NotNull(await CheckAsync(new(new Actor("ann"), "UpdateUser", ServersOnly: true)));
        Assert.NotNull(await CheckAsync(new(new Actor(Actor.AnonymousId), "SearchUser")));
        Assert.Null(await CheckAsync(new(new Actor(null), "UpdateApp", ServersOnly: true)));
    }

    [Fact]
    public async Task Check_FirstTouch_MakesTheUserUnlessItIsRefused()
    {
        var ann = cluster.Grains.GetUser(_app, "ann");
        Assert.NotNull(await CheckAsync(new(new Actor("ann"), "UpdateUser")));
        Assert.Null(await ann.GetAsync(None));
        Assert.Null(await CheckAsync(new(new Actor("ann"), "SearchUser")));
        Assert.Equal("user", (await ann.GetAsync(None))!.Role);
    }

    private Task<Refusal?> CheckAsync(RightsRequest request) => cluster.App(_app).CheckAsync(request, None);
}
