using OrleansFrames.Apps;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Apps;

public sealed class AppAccessTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _app = $"app-{Guid.NewGuid():N}";

    private IAppGrain Grain => cluster.App(_app);

    [Fact]
    public async Task Fresh_ChecksEverythingAndGrantsTheDefaults()
    {
        var access = (await Grain.GetAsync(None)).Access;
        Assert.Equal(AppAccess.Default, access with { Grants = AppAccess.Default.Grants });
        Assert.Equal(AppGrants.Default.Keys.Order(), access.Grants.Keys.Order());
        Assert.All(AppGrants.Default, role => Assert.Equal(role.Value, access.Grants[role.Key]));
    }

    [Fact]
    public async Task Update_ChangesWhatIsGiven_AndOutlivesTheSilo()
    {
        var time = cluster.Clock.GetUtcNow();
        await UpdateAsync(new() { DisableAuthChecks = true, GuestUserCreationDisabled = true, RevokeTokensIssuedBefore = time });
        await UpdateAsync(new() { DisableAuthChecks = false, DisablePermissionsChecks = true });
        await UpdateAsync(AppAccessUpdate.None);
        await cluster.RestartAsync();
        var access = (await Grain.GetAsync(None)).Access;
        Assert.Equal((false, true, true), (access.DisableAuthChecks, access.DisablePermissionsChecks, access.GuestUserCreationDisabled));
        Assert.Equal(time, access.RevokeTokensIssuedBefore);
        Assert.Null((await UpdateAsync(new() { EndsRevocation = true })).RevokeTokensIssuedBefore);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task Update_RevocationToCome_IsRefusedWithEverythingElse(int secondsAhead, bool taken)
    {
        AppUpdate update = new(null, null)
        {
            Access = new() { DisableAuthChecks = true, RevokeTokensIssuedBefore = cluster.Clock.GetUtcNow().AddSeconds(secondsAhead) },
        };
        var refusal = (await Grain.UpdateAsync(update, None)).Refusal;
        Assert.Equal(taken ? null : "revoke_tokens_issued_before: must not be in the future", refusal?.Message);
        Assert.Equal(taken, (await Grain.GetAsync(None)).Access.DisableAuthChecks);
    }

    [Fact]
    public async Task Grants_OfARole_ReplaceItsList_CountAtOnce_AndShowInItsScopes()
    {
        await cluster.Grains.GetUser(_app, "ann").UpsertAsync(new("ann") { Role = "usher" }, None);
        await cluster.Grains.GetUser(_app, "ben").UpsertAsync(new("ben") { Role = "moderator" }, None);
        Assert.NotNull(await CheckAsync("ann", "UpdateUser"));
        Assert.Null(await CheckAsync("ben", "BanUser"));

        await UpdateAsync(new() { Grants = Grants(("usher", ["update-user"]), ("moderator", ["search-user", "unheard-of"])) });
        var access = await UpdateAsync(new() { Grants = Grants(("guest", [])) });
        Assert.Null(await CheckAsync("ann", "UpdateUser"));
        Assert.NotNull(await CheckAsync("ann", "UpdateApp"));
        Assert.NotNull(await CheckAsync("ben", "BanUser"));
        Assert.Equal(["search-user", "unheard-of"], access.Grants["moderator"]);
        Assert.Equal(["update-user"], access.Grants["usher"]);
        Assert.Empty(access.Grants["guest"]);
        Assert.Equal(AppGrants.Default["admin"], access.Grants["admin"]);

        await Grain.CreateRoleAsync("usher", None);
        var roles = await Grain.ListRolesAsync(None);
        Assert.Equal([".app"], roles.Single(role => role.Name == "usher").Scopes);
        Assert.DoesNotContain(".app", roles.Single(role => role.Name == "guest").Scopes);
    }

    [Fact]
    public async Task Check_Unchecked_AllowsAllButWhatIsForServersAndBans()
    {
        Actor ann = new("ann") { IsUnchecked = true };
        Assert.Null(await Grain.CheckAsync(new(ann, "UpdateUser"), None));
        Assert.NotNull(await Grain.CheckAsync(new(ann, "UpdateUser", ServersOnly: true), None));
        Assert.NotNull(await Grain.CheckAsync(new(ann, "UpdateApp"), None));
        await cluster.Grains.GetUser(_app, "ann").BanAsync(new(null, null, null, Shadow: false), None);
        Assert.Equal("User 'ann' is banned", (await Grain.CheckAsync(new(ann, "UpdateUser"), None))!.Message);
    }

    private static Dictionary<string, IReadOnlyList<string>> Grants(params (string Role, string[] Ids)[] grants)
        => grants.ToDictionary(grant => grant.Role, grant => (IReadOnlyList<string>)grant.Ids);

    private Task<Refusal?> CheckAsync(string user, string action) => Grain.CheckAsync(new(new Actor(user), action), None);

    private async Task<AppAccess> UpdateAsync(AppAccessUpdate update)
    {
        var outcome = await Grain.UpdateAsync(new(null, null) { Access = update }, None);
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Access;
    }
}
