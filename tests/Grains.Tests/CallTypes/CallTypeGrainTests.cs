using OrleansFrames.CallTypes;
using OrleansFrames.Json;
using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.CallTypes;

public sealed class CallTypeGrainTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _app = $"app-{Guid.NewGuid():N}";

    private ICallTypeGrain Default => cluster.Grains.GetCallType(_app, "default");

    [Theory]
    [MemberData(nameof(BuiltInCallTypesTests.Names), MemberType = typeof(BuiltInCallTypesTests))]
    public async Task Get_BuiltIn_ExistsOnAFreshApp(string name)
    {
        var type = (await cluster.Grains.GetCallType(_app, name).GetAsync(None)).Value!;
        Assert.Equal((name, null), (type.Name, type.ExternalStorage));
        Assert.Equal(BuiltInCallTypes.Settings(name), type.Settings);
        Assert.Equal(BuiltInGrants.Of(name).Keys.Order(), type.Grants.Keys.Order());
        Assert.Equal(cluster.Clock.GetUtcNow(), type.CreatedAt);
    }

    [Fact]
    public async Task Unknown_IsNotFoundByName()
    {
        var unknown = cluster.Grains.GetCallType(_app, "conference");
        var refusal = (await unknown.GetAsync(None)).Refusal!;
        Assert.Equal((RefusalKind.NotFound, "conference: call type does not exist"), (refusal.Kind, refusal.Message));
        Assert.Equal(RefusalKind.NotFound, (await unknown.UpdateAsync(Update(), None)).Refusal!.Kind);
    }

    [Fact]
    public async Task Create_New_HasWhatIsGivenOverTheDefaults()
    {
        var grain = cluster.Grains.GetCallType(_app, "conference");
        var made = (await grain.CreateAsync(
            Update("""{"frame_recording":{"capture_interval_in_seconds":9}}""", new() { ["admin"] = ["send-audio"], ["usher"] = [] }), None)).Value!;
        Assert.Equal(("conference", cluster.Clock.GetUtcNow()), (made.Name, made.CreatedAt));
        Assert.Equal(new FrameRecordingSettings("available", 9, "720p"), CallSettings.FrameRecording(made.Settings));
        Assert.Equal(["send-audio"], made.Grants["admin"]);
        Assert.Empty(made.Grants["usher"]);
        Assert.Equal(BuiltInGrants.Of("default")["user"], made.Grants["user"]);
        Assert.Equal(made.Settings, (await grain.GetAsync(None)).Value!.Settings);
    }

    [Fact]
    public async Task List_HasTheBuiltInTypesAndWhatWasMade_UntilItIsDeleted()
    {
        var app = cluster.Grains.GetApp(_app);
        var conference = cluster.Grains.GetCallType(_app, "conference");
        await conference.CreateAsync(Update(), None);
        Assert.Equal([.. BuiltInCallTypes.Names, "conference"], (await app.ListCallTypesAsync(None)).Select(type => type.Name));

        Assert.Null(await conference.DeleteAsync(None));
        Assert.Equal(BuiltInCallTypes.Names, (await app.ListCallTypesAsync(None)).Select(type => type.Name));
        Assert.Equal(RefusalKind.NotFound, (await conference.GetAsync(None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await conference.DeleteAsync(None))!.Kind);
        Assert.Null((await conference.CreateAsync(Update(), None)).Refusal);
    }

    [Fact]
    public async Task Delete_BuiltIn_IsRefused()
    {
        var refusal = (await Default.DeleteAsync(None))!;
        Assert.Equal((RefusalKind.Input, "name: call type default is built in and cannot be deleted"), (refusal.Kind, refusal.Message));
        Assert.NotNull((await Default.GetAsync(None)).Value);
    }

    [Fact]
    public async Task Create_RefusedInput_IsNotListed()
    {
        var made = await cluster.Grains.GetCallType(_app, "broken").CreateAsync(Update("""{"frame_recording":{"capture_interval_in_seconds":1}}"""), None);
        Assert.Equal(RefusalKind.Input, made.Refusal!.Kind);
        Assert.Equal(BuiltInCallTypes.Names, (await cluster.Grains.GetApp(_app).ListCallTypesAsync(None)).Select(type => type.Name));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("conference")]
    public async Task Create_Existing_IsRefusedAndChangesNothing(string name)
    {
        var grain = cluster.Grains.GetCallType(_app, name);
        await grain.CreateAsync(Update(), None);
        var refusal = (await grain.CreateAsync(Update(grants: new() { ["user"] = [] }), None)).Refusal!;
        Assert.Equal((RefusalKind.Input, $"name: call type {name} exists already"), (refusal.Kind, refusal.Message));
        Assert.NotEmpty((await grain.GetAsync(None)).Value!.Grants["user"]);
    }

    [Fact]
    public async Task Create_Bad_MakesNothing()
    {
        var grain = cluster.Grains.GetCallType(_app, "bad");
        var refusal = (await grain.CreateAsync(Update("""{"frame_recording":{"mode":"on"}}"""), None)).Refusal!;
        Assert.Equal(["settings.frame_recording.mode"], refusal.Fields.Keys);
        Assert.Equal(RefusalKind.NotFound, (await grain.GetAsync(None)).Refusal!.Kind);
    }

    [Fact]
    public async Task Update_Grants_ReplacesTheGivenRolesOnly()
    {
        var before = (await Default.GetAsync(None)).Value!.Grants;
        var after = (await Default.UpdateAsync(Update(grants: new() { ["host"] = ["join-backstage"], ["usher"] = [], ["guest"] = [] }), None)).Value!.Grants;
        Assert.Equal(["join-backstage"], after["host"]);
        Assert.Empty(after["usher"]);
        Assert.Empty(after["guest"]);
        Assert.Equal(before["user"], after["user"]);
        Assert.Equal(before["admin"], after["admin"]);
    }

    [Fact]
    public async Task Update_Settings_KeepsWhatIsNotNamed()
    {
        await Default.UpdateAsync(Update("""{"frame_recording":{"quality":"1080p"}}"""), None);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var type = (await Default.UpdateAsync(Update("""{"frame_recording":{"capture_interval_in_seconds":7}}"""), None)).Value!;
        Assert.Equal(new FrameRecordingSettings("available", 7, "1080p"), CallSettings.FrameRecording(type.Settings));
        Assert.Equal(type.CreatedAt.AddSeconds(1), type.UpdatedAt);
    }

    [Fact]
    public async Task Update_Bad_NamesTheFieldAndChangesNothing()
    {
        var before = (await Default.GetAsync(None)).Value!;
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var refusal = (await Default.UpdateAsync(
            Update("""{"frame_recording":{"capture_interval_in_seconds":61}}""", new() { ["user"] = [] }), None)).Refusal!;
        Assert.Equal(["settings.frame_recording.capture_interval_in_seconds"], refusal.Fields.Keys);
        var after = (await Default.GetAsync(None)).Value!;
        Assert.Equal((before.Settings, before.UpdatedAt), (after.Settings, after.UpdatedAt));
        Assert.Equal(before.Grants["user"], after.Grants["user"]);
    }

    [Fact]
    public async Task Update_NotificationSettings_KeepsTheKindsThatAreNotNamed()
    {
        var type = (await Default.UpdateAsync(new(null, null, new RawJson("""{"call_ring":{"enabled":false}}"""), null), None)).Value!;
        Assert.Contains("\"call_ring\":{\"enabled\":false,", type.NotificationSettings.Text, StringComparison.Ordinal);
        Assert.Contains("\"session_started\"", type.NotificationSettings.Text, StringComparison.Ordinal);
        var refusal = (await Default.UpdateAsync(new(null, null, new RawJson("""{"enabled":"no"}"""), null), None)).Refusal!;
        Assert.Equal(["notification_settings.enabled"], refusal.Fields.Keys);
    }

    [Fact]
    public async Task Update_UnknownStorage_IsNotFoundByName()
    {
        var refusal = (await Default.UpdateAsync(new(null, null, null, "mine"), None)).Refusal!;
        Assert.Equal((RefusalKind.NotFound, "external storage 'mine' does not exist"), (refusal.Kind, refusal.Message));
    }

    [Fact]
    public async Task Update_KnownStorage_IsKept_UntilAnEmptyNameTakesItOut()
    {
        var app = $"app-{Guid.NewGuid():N}";
        var type = cluster.Grains.GetCallType(app, "default");
        await cluster.App(app).CreateStorageAsync(new("mine", StorageType.S3, "bucket", "", "sealed"), None);

        Assert.Equal("mine", (await type.UpdateAsync(new(null, null, null, "mine"), None)).Value!.ExternalStorage);
        Assert.Equal("mine", (await type.UpdateAsync(new(null, null, null, null), None)).Value!.ExternalStorage);
        Assert.Equal("", (await type.UpdateAsync(new(null, null, null, ""), None)).Value!.ExternalStorage);
    }

    [Fact]
    public async Task Update_Nothing_ChangesNothingButItsTime()
    {
        var before = (await Default.GetAsync(None)).Value!;
        var after = (await Default.UpdateAsync(Update(), None)).Value!;
        Assert.Equal((before.Settings, before.NotificationSettings), (after.Settings, after.NotificationSettings));
    }

    [Fact]
    public async Task Update_ThenRestart_IsKept()
    {
        await Default.UpdateAsync(Update("""{"frame_recording":{"mode":"disabled"}}""", new() { ["guest"] = ["read-call"] }), None);
        var before = (await Default.GetAsync(None)).Value!;
        await cluster.RestartAsync();
        var after = (await Default.GetAsync(None)).Value!;
        Assert.Equal((before.Settings, before.CreatedAt, before.UpdatedAt), (after.Settings, after.CreatedAt, after.UpdatedAt));
        Assert.True(CallSettings.FrameRecording(after.Settings).IsDisabled);
        Assert.Equal(["read-call"], after.Grants["guest"]);
    }

    private static CallTypeUpdate Update(string? settings = null, Dictionary<string, IReadOnlyList<string>>? grants = null)
        => new(settings is null ? null : new RawJson(settings), grants, null, null);
}
