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

    [Fact]
    public async Task Elsewhere_LeavesOutTheCallThatAsks()
    {
        await User.SetPresencesAsync("default:a", ["s1", "s/2"], None);
        Assert.False((await User.GetElsewhereAsync("default:a", None))!.Online);
        Assert.True((await User.GetElsewhereAsync("default:b", None))!.Online);
        await User.SetPresencesAsync("default:a/s1", [], None);
        await User.SetPresencesAsync("default:a", ["s/2"], None);
        Assert.True((await User.GetAsync(None))!.Online);
        await User.SetPresencesAsync("default:a", [], None);
        Assert.False((await User.GetAsync(None))!.Online);
    }

    [Fact]
    public async Task SeeActive_EveryFewSeconds_MovesLastActiveAtAFewWrites()
    {
        var before = cluster.Storage.Writes(Uri.EscapeDataString(_id));
        for (var seen = 0; seen < 30; seen++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(cluster.Clock.GetUtcNow(), (await User.SeeActiveAsync(None)).LastActive);
            Assert.Equal(cluster.Clock.GetUtcNow(), (await User.GetAsync(None))!.LastActive);
        }

        Assert.InRange(cluster.Storage.Writes(Uri.EscapeDataString(_id)) - before, 1, 4);
    }

    [Fact]
    public async Task Ban_WithATimeout_EndsByTheClockAlone()
    {
        await User.UpsertAsync(new(_id) { Name = "Ann" }, None);
        var banned = await User.BanAsync(new("mod", 10, "spam", false), None);
        Assert.Equal((true, false, cluster.Clock.GetUtcNow().AddMinutes(10)), (banned.Banned, banned.ShadowBanned, banned.BanExpires));
        Assert.True((await User.UpsertAsync(new(_id) { Name = "Anna" }, None)).Banned);

        cluster.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.True((await User.GetAsync(None))!.Banned);
        cluster.Clock.Advance(TimeSpan.FromTicks(1));
        var free = (await User.GetAsync(None))!;
        Assert.Equal(("Anna", false, null), (free.Name, free.Banned, free.BanExpires));
    }

    [Fact]
    public async Task Ban_WithoutATimeout_HoldsUntilUnban()
    {
        Assert.Equal((true, null), await BannedAsync(new(null, null, null, false)));
        cluster.Clock.Advance(TimeSpan.FromDays(4000));
        Assert.True((await User.GetAsync(None))!.Banned);
        Assert.False((await User.UnbanAsync(None)).Banned);
        Assert.False((await User.UnbanAsync(None)).Banned);
    }

    [Fact]
    public async Task Ban_Again_ReplacesTheFirst()
    {
        await User.BanAsync(new(null, null, null, false), None);
        Assert.Equal((true, cluster.Clock.GetUtcNow().AddMinutes(1)), await BannedAsync(new(null, 1, null, false)));
        var shadow = await User.BanAsync(new(null, null, null, true), None);
        Assert.Equal((false, true), (shadow.Banned, shadow.ShadowBanned));
    }

    [Fact]
    public async Task Ban_OutlivesTheSilosMemory()
    {
        await User.BanAsync(new(null, 60, null, false), None);
        await cluster.RestartAsync();
        Assert.True((await User.GetAsync(None))!.Banned);
    }

    private async Task<(bool Banned, DateTimeOffset? Expires)> BannedAsync(BanUser request)
    {
        var user = await User.BanAsync(request, None);
        return (user.Banned, user.BanExpires);
    }
}
