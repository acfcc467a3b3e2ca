using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Where a recording's pictures go: the request's storage, else the call type's, else the built-in store.</summary>
public sealed class CallStorageTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task Start_NamedStorage_IsInTheRecordingsRowAndItsTicksOrders()
    {
        await AddAsync("mine");
        await InSessionAsync();

        Assert.Null(await _call.Grain.StartFrameRecordingAsync(new("mine"), None));

        await cluster.Events.UntilAsync(() => _call.Egresses.Count == 1, "the recording's row");
        await _call.UntilTicksAsync("alice", 1);
        Assert.Equal("mine", _call.Egresses[0].Storage);
        Assert.All(_call.Orders("alice"), order => Assert.Equal("mine", order.Spec.Storage));
    }

    [Fact]
    public async Task Start_UnnamedStorage_IsTheCallTypes()
    {
        await AddAsync("mine");
        await AddAsync("of-the-type");
        await cluster.Grains.GetCallType(_call.App, "default").UpdateAsync(new(null, null, null, "of-the-type"), None);
        await InSessionAsync();

        await _call.StartAsync();

        await cluster.Events.UntilAsync(() => _call.Egresses.Count == 1, "the recording's row");
        Assert.Equal("of-the-type", _call.Egresses[0].Storage);
    }

    [Fact]
    public async Task Start_StorageThatIsNotThere_IsNotFoundByNameAndStartsNothing()
    {
        await InSessionAsync();

        var refusal = (await _call.Grain.StartFrameRecordingAsync(new("mine"), None))!;

        Assert.Equal((RefusalKind.NotFound, "external storage 'mine' does not exist"), (refusal.Kind, refusal.Message));
        Assert.Null((await _call.GetAsync()).Call.Egress.FrameRecording);
    }

    [Fact]
    public async Task Start_CallTypesStorageWasDeleted_IsNotFoundByName()
    {
        await AddAsync("mine");
        await cluster.Grains.GetCallType(_call.App, "default").UpdateAsync(new(null, null, null, "mine"), None);
        await InSessionAsync();
        await cluster.App(_call.App).DeleteStorageAsync("mine", None);

        Assert.Equal("external storage 'mine' does not exist", await _call.StartRefusedAsync());
    }

    private Task<Refusal?> AddAsync(string name) => cluster.App(_call.App).CreateStorageAsync(new(name, StorageType.S3, "bucket", "", "sealed"), None);

    private async Task InSessionAsync()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice", Books.Camera);
    }
}
