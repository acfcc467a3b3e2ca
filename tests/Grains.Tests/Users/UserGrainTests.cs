using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Users;

public sealed class UserGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    // What must be escaped in a key comes back as it was given.
    private readonly string _id = $"ann/é:{Guid.NewGuid():N}";

    private IUserGrain User => cluster.Grains.GetUser("app", _id);

    [Fact]
    public async Task Get_NeverUpserted_IsNull() => Assert.Null(await User.GetAsync(None));

    [Fact]
    public async Task Upsert_OnlyTheId_FillsInTheDefaults()
    {
        var user = await User.UpsertAsync(new(_id), None);
        Assert.Equal((_id, "user", null, null, "", false, false, false), (user.Id, user.Role, user.Name, user.Image, user.Language, user.Invisible, user.Online, user.Banned));
        Assert.Equal(("{}", 0, 0), (user.Custom.Text, user.Teams.Count, user.BlockedUserIds.Count));
        Assert.Equal((cluster.Clock.GetUtcNow(), cluster.Clock.GetUtcNow(), null), (user.CreatedAt, user.UpdatedAt, user.LastActive));
    }

    [Fact]
    public async Task Upsert_Again_ReplacesWhatIsNotNamedAndKeepsCreationAndRole()
    {
        var made = await User.UpsertAsync(
            new(_id) { Name = "Ann", Image = "i", Role = "admin", Language = "de", Invisible = true, Teams = ["red"], Custom = new RawJson("""{"a":1}""") }, None);
        Assert.Equal(("Ann", "i", "admin", "de", true, """{"a":1}"""), (made.Name, made.Image, made.Role, made.Language, made.Invisible, made.Custom.Text));
        Assert.Equal(["red"], made.Teams);

        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var changed = await User.UpsertAsync(new(_id) { Name = "Anna" }, None);
        Assert.Equal(("Anna", null, "admin", "", false, "{}"), (changed.Name, changed.Image, changed.Role, changed.Language, changed.Invisible, changed.Custom.Text));
        Assert.Empty(changed.Teams);
        Assert.Equal((made.CreatedAt, made.UpdatedAt.AddSeconds(1)), (changed.CreatedAt, changed.UpdatedAt));
    }

    [Fact]
    public async Task Ensure_NeverUpserted_MakesAUser()
    {
        Assert.Equal("user", (await User.EnsureAsync(None)).Role);
        Assert.NotNull(await User.GetAsync(None));
    }

    [Fact]
    public async Task Ensure_Upserted_ChangesNothing()
    {
        await User.UpsertAsync(new(_id) { Name = "Ann", Role = "host" }, None);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var user = await User.EnsureAsync(None);
        Assert.Equal(("Ann", "host", cluster.Clock.GetUtcNow().AddSeconds(-1)), (user.Name, user.Role, user.UpdatedAt));
    }

    [Fact]
    public async Task Presence_InTwoPlaces_IsOnlineUntilBothAreLeft()
    {
        await User.SetPresencesAsync("default:a", ["s1"], None);
        await User.SetPresencesAsync("default:a", ["s1"], None);
        await User.SetPresencesAsync("default:b", ["s2"], None);
        Assert.True((await User.GetAsync(None))!.Online);

        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await User.SetPresencesAsync("default:a", [], None);
        Assert.True((await User.GetAsync(None))!.Online);
        await User.SetPresencesAsync("default:b", [], None);
        var user = (await User.GetAsync(None))!;
        Assert.False(user.Online);
        Assert.Equal(cluster.Clock.GetUtcNow(), user.LastActive);
    }

    [Fact]
    public async Task Upsert_WhileOnline_KeepsThePresence()
    {
        await User.SetPresencesAsync("default:a", ["s1"], None);
        Assert.True((await User.UpsertAsync(new(_id) { Name = "Ann" }, None)).Online);
    }

    [Fact]
    public async Task Upsert_StorageAway_LeavesTheUserAsItWas()
    {
        await User.UpsertAsync(new(_id) { Name = "Ann" }, None);
        cluster.Storage.Fail(name => name.StartsWith("user ", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => User.UpsertAsync(new(_id) { Name = "Anna" }, None));
        cluster.Storage.Fail(_ => false);
        Assert.Equal("Ann", (await User.GetAsync(None))!.Name);
    }
}
