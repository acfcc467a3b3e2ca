using OrleansFrames.Apps;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Grains.Tests.Apps;

public sealed class AppRoleTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _app = $"app-{Guid.NewGuid():N}";

    private IAppGrain Grain => cluster.App(_app);

    [Fact]
    public async Task List_Fresh_HasTheBuiltInRolesWithTheirScopes()
    {
        var roles = (await Grain.ListRolesAsync(None)).ToDictionary(role => role.Name);
        Assert.All(roles.Values, role => Assert.False(role.Custom));
        Assert.Equal([".app", .. BuiltInCallTypes.Names.Select(name => $"video:{name}")], roles["admin"].Scopes);
        Assert.Equal(["video:audio_room"], roles["speaker"].Scopes);
        Assert.Equal(roles.Keys.Order(StringComparer.Ordinal), roles.Keys);
    }

    [Fact]
    public async Task Create_New_IsListedWithWhereItIsGranted_UntilItIsDeleted()
    {
        var made = (await Grain.CreateRoleAsync("usher", None)).Value!;
        Assert.Equal((true, cluster.Clock.GetUtcNow()), (made.Custom, made.CreatedAt));
        Assert.Empty(made.Scopes);

        await cluster.Grains.GetCallType(_app, "default").UpdateAsync(
            new(null, new Dictionary<string, IReadOnlyList<string>> { ["usher"] = ["kick-user"] }, null, null), None);
        Assert.Equal(["video:default"], (await Grain.ListRolesAsync(None)).Single(role => role.Name == "usher").Scopes);

        Assert.Null(await Grain.DeleteRoleAsync("usher", None));
        Assert.DoesNotContain(await Grain.ListRolesAsync(None), role => role.Name == "usher");
        Assert.Equal(RefusalKind.NotFound, (await Grain.DeleteRoleAsync("usher", None))!.Kind);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("usher")]
    public async Task Create_Existing_IsRefused(string name)
    {
        await Grain.CreateRoleAsync("usher", None);
        Assert.Equal($"name: role {name} exists already", (await Grain.CreateRoleAsync(name, None)).Refusal!.Message);
    }

    [Fact]
    public async Task Create_TwentySixth_IsRefused()
    {
        for (var number = 0; number < 25; number++)
        {
            Assert.Null((await Grain.CreateRoleAsync($"role-{number}", None)).Refusal);
        }

        Assert.Equal("name: an app has at most 25 roles of its own", (await Grain.CreateRoleAsync("role-25", None)).Refusal!.Message);
    }

    [Fact]
    public async Task Delete_BuiltIn_IsRefused()
        => Assert.Equal("name: role user is built in and cannot be deleted", (await Grain.DeleteRoleAsync("user", None))!.Message);
}
