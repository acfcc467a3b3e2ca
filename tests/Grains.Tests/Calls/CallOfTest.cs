using System.Text.Json.Nodes;
using OrleansFrames.Calls;
using OrleansFrames.Capture;
using OrleansFrames.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>A call as its callers see it, with what the ports saw of it.</summary>
internal sealed class CallOfTest(FramesCluster cluster, string app)
{
    private static readonly CancellationToken None = CancellationToken.None;

    public string App => app;

    /// <summary>Unique: the fakes tell calls apart by it.</summary>
    public string Cid { get; } = $"default:c-{Guid.NewGuid():N}";

    public ICallGrain Grain => cluster.Grains.GetCall(app, Cid);

    public string[] Types => cluster.Events.Types(Cid);

    public IReadOnlyList<EventRow> Events => cluster.Events.Events(Cid);

    public IReadOnlyList<EgressRow> Egresses => cluster.Events.Egresses(Cid);

    /// <summary>The first recording.</summary>
    public string EgressId => Egresses[0].EgressId;

    public async Task<CallOfTest> MadeAsync(string? settings = null)
    {
        var outcome = await Grain.GetOrCreateAsync(
            new("maker", null, [], settings is null ? null : new RawJson(settings), null, null, null), None);
        Assert.Null(outcome.Refusal);
        return this;
    }

    public async Task<CallState> PutAsync(ParticipantRequest request) => Value(await Grain.PutParticipantAsync(request, None));

    public Task<CallState> PutAsync(string user, params PublishedTrack[] tracks) => PutAsync(Books.Request(user, null, tracks));

    public async Task<CallState> RemoveAsync(string user) => Value(await Grain.RemoveParticipantAsync($"{user}-s1", None));

    public async Task<CallState> StartAsync()
    {
        Assert.Null(await Grain.StartFrameRecordingAsync(new(null), None));
        return await GetAsync();
    }

    public async Task<CallState> StopAsync()
    {
        Assert.Null(await Grain.StopFrameRecordingAsync(None));
        return await GetAsync();
    }

    public async Task<CallState> UpdateAsync(string settings) => Value(await Grain.UpdateAsync(new(new RawJson(settings), null, null), None));

    public async Task<CallState> GetAsync() => Value(await Grain.GetAsync(None));

    public Task UntilAsync(string type, int times = 1) => cluster.Events.UntilTypeAsync(Cid, type, times);

    /// <summary>Until the ticks of a user's camera have begun, on a clock that runs.</summary>
    public Task UntilTicksAsync(string user, int count) => cluster.Clock.AdvanceUntilAsync(
        TimeSpan.FromMilliseconds(250), () => cluster.Pipeline.Begun(app, user).Count >= count, $"{count} ticks of {user}");

    /// <summary>Until the call is as wanted, on a clock that runs.</summary>
    /// <param name="what">What is waited for, in the words of the failure.</param>
    public Task UntilStateAsync(Func<CallResponse, bool> wanted, string what) => UntilAsync(async () => wanted((await GetAsync()).Call), what);

    public Task UntilOnlineAsync(string user, bool online)
        => UntilAsync(async () => (await cluster.Grains.GetUser(app, user).GetAsync(None))?.Online == online, $"{user} to be {(online ? "online" : "offline")}");

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var patience = TimeSpan.FromSeconds(30);
        using CancellationTokenSource deadline = new(patience);
        using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"waited {patience.TotalSeconds} s for: {what}");
            cluster.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Until a user's track is captured no more, on a clock that stands.</summary>
    public Task UntilLeftAsync(string trackKey)
        => cluster.Beats.Changed.UntilAsync(() => !cluster.Beats.Of(EgressId).Contains(trackKey), $"track {trackKey} to leave");

    public IReadOnlyList<TickOrder> Orders(string user) => [.. cluster.Pipeline.Begun(app, user).Select(one => one.Order)];

    public IReadOnlyList<TickRow> Rows(string user, string? egressId = null) => cluster.Ticks.Rows(egressId ?? EgressId, Books.KeyOf(user));

    /// <summary>A call with these users' cameras, recorded every 2 s.</summary>
    public async Task RecordingAsync(params string[] users)
    {
        await MadeAsync("""{"frame_recording":{"capture_interval_in_seconds":2}}""");
        foreach (var user in users)
        {
            await PutAsync(user, Books.Camera);
        }

        await StartAsync();
        await cluster.Events.UntilAsync(() => Egresses.Count == 1, "the recording's row");
        await cluster.Beats.Changed.UntilAsync(() => cluster.Beats.Of(EgressId).Count == users.Length, "the tracks");
    }

    public async Task<string> StartRefusedAsync() => (await Grain.StartFrameRecordingAsync(new(null), None))!.Message;

    /// <summary>The body of the last event of a type.</summary>
    public JsonNode Payload(string type) => JsonNode.Parse(Events.Last(row => row.Type == $"call.{type}").Payload)!;

    private static CallState Value(Outcome<CallState> outcome)
    {
        Assert.True(outcome.Refusal is null, outcome.Refusal?.Message);
        return outcome.Value!;
    }
}
