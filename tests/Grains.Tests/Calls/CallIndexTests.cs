using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>What a call and its users owe the read models is told in the end, whatever dies meanwhile.</summary>
public sealed class CallIndexTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FramesCluster _cluster = new();
    private CallOfTest _call = null!;

    private CallEntry? Entry => _cluster.Models.Call(_call.App, _call.Cid);

    public async Task InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _call = _cluster.NewCall();
    }

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Made_IsFoundWithTheAnswer()
    {
        await _call.Grain.GetOrCreateAsync(
            new("maker", null, [new("ann", "host", new RawJson("""{"seat":4}"""))], null, new RawJson("""{"topic":"x"}"""), Books.Now, "red"), None);

        var entry = Entry!;
        Assert.Equal((_call.Cid, "maker", "red", Books.Now, """{"topic":"x"}""", false), (entry.Call.Cid, entry.Call.CreatedBy.Id, entry.Call.Team, entry.Call.StartsAt, entry.Call.Custom.Text, entry.Deleted));
        Assert.Equal(("ann", "host", """{"seat":4}"""), Assert.Single(entry.Members.Select(member => (member.UserId, member.Role, member.Custom.Text))));

        // Users are kept by their id alone: what they are is theirs to change.
        Assert.Equal("", entry.Call.CreatedBy.Role);
        Assert.Equal("user", _cluster.Models.User(_call.App, "maker")?.Role);
    }

    [Fact]
    public async Task Changes_AreFound_AndWhatChangesNothingIsNotTold()
    {
        await _call.MadeAsync();
        await _call.PutAsync(Books.Request("alice", 60, Books.Camera));
        await _cluster.Models.UntilAsync(() => Entry!.Call.CurrentSessionId.Length > 0, "the session");
        await _call.StartAsync();
        await _cluster.Models.UntilAsync(() => Entry!.Call.Egress.FrameRecording is not null, "the recording");
        var revision = Entry!.Revision;
        await _call.UntilTicksAsync("alice", 1);

        // A sign of life moves when the participant would leave, and nothing that a query could find.
        await _call.PutAsync(Books.Request("alice", 90, Books.Camera));
        Assert.Equal(revision, Entry!.Revision);
        await _call.RemoveAsync("alice");
        await _cluster.Models.UntilAsync(() => Entry!.Call.Session!.Participants.Count == 0, "the leave");
        Assert.True(Entry!.Revision > revision);
    }

    [Fact]
    public async Task ReadModelsAway_TheCallGoesOnAndIsFoundLater()
    {
        _cluster.Models.Fail(id => id == _call.Cid);
        await _call.MadeAsync("""{"frame_recording":{"capture_interval_in_seconds":2}}""");
        await _call.PutAsync("alice", Books.Camera);
        await _call.StartAsync();
        await _call.UntilTicksAsync("alice", 1);
        await _cluster.Models.UntilAsync(() => _cluster.Models.Failures > 0, "the read models to be told");
        Assert.Null(Entry);

        _cluster.Models.Fail(_ => false);
        await _cluster.Clock.AdvanceUntilAsync(Second, () => Entry?.Call.Egress.FrameRecording is not null, "the call to be found");
    }

    [Fact]
    public async Task SiloGoesBetweenWriteAndTelling_TheNextActivationTells()
    {
        _cluster.Models.Fail(_ => true);
        await _call.MadeAsync();
        await _cluster.RestartAsync();
        _cluster.Models.Fail(_ => false);
        Assert.Null(Entry);

        await _call.GetAsync();
        await _cluster.Grains.GetUser(_call.App, "maker").GetAsync(None);

        await _cluster.Clock.AdvanceUntilAsync(Second, () => Entry is not null, "the call to be found");
        await _cluster.Clock.AdvanceUntilAsync(Second, () => _cluster.Models.User(_call.App, "maker") is not null, "the user to be found");
    }

    [Fact]
    public async Task ReadModelsAway_TheUserIsStoredAndFoundLater()
    {
        var user = _cluster.Grains.GetUser(_call.App, "ann");
        _cluster.Models.Fail(id => id == "ann");
        Assert.Equal("Ann", (await user.UpsertAsync(new("ann") { Name = "Ann" }, None)).Name);
        await user.SetPresencesAsync(_call.Cid, ["s1"], None);
        Assert.Null(_cluster.Models.User(_call.App, "ann"));

        _cluster.Models.Fail(_ => false);
        await _cluster.Clock.AdvanceUntilAsync(Second, () => _cluster.Models.User(_call.App, "ann") is { Name: "Ann", Online: true }, "the user to be found");
    }

    [Fact]
    public async Task UserChanged_IsFoundWithTheAnswer()
    {
        var user = _cluster.Grains.GetUser(_call.App, "ann");
        await user.UpsertAsync(new("ann") { Name = "Ann" }, None);
        Assert.Equal("Ann", _cluster.Models.User(_call.App, "ann")?.Name);
        await user.PatchAsync(new(new UserRequest("ann") { Name = "Anna" }), None);
        Assert.Equal("Anna", _cluster.Models.User(_call.App, "ann")?.Name);
        await user.BanAsync(new(null, 5, null, Shadow: false), None);
        Assert.Equal((true, _cluster.Clock.GetUtcNow().AddMinutes(5)), (_cluster.Models.User(_call.App, "ann")!.Banned, _cluster.Models.User(_call.App, "ann")!.BanExpires!.Value));
    }
}
