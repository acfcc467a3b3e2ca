using OrleansFrames.Apps;
using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.Apps;

public sealed class AppStorageTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ExternalStorage Mine = new("mine", StorageType.S3, "bucket", "frames/", "sealed");

    private readonly string _app = $"app-{Guid.NewGuid():N}";

    private IAppGrain Grain => cluster.App(_app);

    [Fact]
    public async Task Create_New_IsListedAndFound_UntilItIsDeleted()
    {
        Assert.Empty(await Grain.ListStoragesAsync(None));
        Assert.Null(await Grain.CreateStorageAsync(Mine, None));
        Assert.Null(await Grain.CreateStorageAsync(Mine with { Name = "second" }, None));
        Assert.Equal(["mine", "second"], (await Grain.ListStoragesAsync(None)).Select(storage => storage.Name));
        Assert.Equal(Mine, await Grain.FindStorageAsync("mine", None));

        Assert.Null(await Grain.DeleteStorageAsync("mine", None));
        Assert.Null(await Grain.FindStorageAsync("mine", None));
        AssertMissing((await Grain.DeleteStorageAsync("mine", None))!);
    }

    [Fact]
    public async Task Create_NameThatIsThere_IsRefusedByTheField()
    {
        await Grain.CreateStorageAsync(Mine, None);

        var refusal = (await Grain.CreateStorageAsync(Mine with { Bucket = "other" }, None))!;
        Assert.Equal((RefusalKind.Input, "name"), (refusal.Kind, Assert.Single(refusal.Fields.Keys)));
        Assert.Equal("bucket", (await Grain.FindStorageAsync("mine", None))!.Bucket);
    }

    [Theory]
    [InlineData("stream-s3")]
    [InlineData("stream-of-mine")]
    public async Task Create_ReservedName_IsRefusedInStreamsWords(string name)
    {
        var refusal = (await Grain.CreateStorageAsync(Mine with { Name = name }, None))!;
        Assert.Equal((RefusalKind.Input, $"{name} name reserved for internal use"), (refusal.Kind, refusal.Message));
        Assert.Equal(["name"], refusal.Fields.Keys);
    }

    [Fact]
    public async Task Create_Eleventh_IsRefused()
    {
        for (var number = 0; number < 10; number++)
        {
            Assert.Null(await Grain.CreateStorageAsync(Mine with { Name = $"storage-{number}" }, None));
        }

        Assert.Equal("name: an app has at most 10 external storages", (await Grain.CreateStorageAsync(Mine, None))!.Message);
    }

    [Fact]
    public async Task Update_WithoutCredentials_KeepsThoseOfTheSameType()
    {
        await Grain.CreateStorageAsync(Mine, None);

        var changed = (await Grain.UpdateStorageAsync(Mine with { Bucket = "other", Path = "", SealedAccess = null }, None)).Value!;
        Assert.Equal(Mine with { Bucket = "other", Path = "" }, changed);
        Assert.Equal(changed, await Grain.FindStorageAsync("mine", None));

        var refusal = (await Grain.UpdateStorageAsync(changed with { Type = StorageType.Azure, SealedAccess = null }, None)).Refusal!;
        Assert.Equal(["storage_type"], refusal.Fields.Keys);
        Assert.Equal(changed, await Grain.FindStorageAsync("mine", None));
        Assert.Equal("fresh", (await Grain.UpdateStorageAsync(changed with { Type = StorageType.Azure, SealedAccess = "fresh" }, None)).Value!.SealedAccess);
    }

    [Fact]
    public async Task Update_Missing_IsNotFoundByName() => AssertMissing((await Grain.UpdateStorageAsync(Mine, None)).Refusal!);

    [Fact]
    public async Task Restart_StoragesAreStillThere()
    {
        await Grain.CreateStorageAsync(Mine, None);
        await cluster.RestartAsync();

        Assert.Equal(Mine, await Grain.FindStorageAsync("mine", None));
    }

    private static void AssertMissing(Refusal refusal)
        => Assert.Equal((RefusalKind.NotFound, "external storage 'mine' does not exist"), (refusal.Kind, refusal.Message));
}
