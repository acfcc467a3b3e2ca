using System.Text.Json.Nodes;
using OrleansFrames.Calls;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Permissions of one user, backstage and events of the app's own, down to the events.</summary>
public sealed class CallLiveTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task Permissions_AreTold_CountAtOnce_AndAreFoundByQueries()
    {
        await _call.MadeAsync();
        Assert.Null((await _call.Grain.UpdateUserPermissionsAsync(new("ann", ["screenshare"], ["send-audio", "send-video"]), None)).Refusal);
        Assert.Equal(["created", "permissions_updated"], _call.Types);
        var told = _call.Payload("permissions_updated");
        Assert.Equal(("ann", _call.Cid), ((string)told["user"]!["id"]!, (string)told["call_cid"]!));
        string[] capabilities = [.. (await RightsAsync("ann")).Value!.Capabilities];
        Assert.Equal(capabilities, told["own_capabilities"]!.AsArray().Select(one => (string)one!));
        Assert.Equal(["create-call", "create-reaction", "enable-noise-cancellation", "join-call", "read-call", "screenshare"], capabilities);
        Assert.Contains("send-audio", (await RightsAsync("ben")).Value!.Capabilities);

        var page = await cluster.Grains.GetQueries().CallsAsync(new(_call.App, new(new Actor("ann")), Filter.All, [], 10), None);
        var listed = Assert.Single(page.Value!.Calls);
        Assert.Equal(capabilities, listed.OwnCapabilities);
        Assert.Null(listed.State.Call.UserPermissions);
        Assert.Null((await _call.GetAsync()).Call.UserPermissions);

        Assert.Null((await _call.Grain.UpdateUserPermissionsAsync(new("ann", ["screenshare"], ["send-audio"]), None)).Refusal);
        Assert.Equal(["created", "permissions_updated"], _call.Types);
    }

    [Fact]
    public async Task Permissions_OutliveTheSilo()
    {
        await _call.MadeAsync();
        await _call.Grain.UpdateUserPermissionsAsync(new("ann", [], ["send-audio"]), None);
        await cluster.RestartAsync();
        Assert.DoesNotContain("send-audio", (await RightsAsync("ann")).Value!.Capabilities);
    }

    [Fact]
    public async Task Live_BeginsAndEndsTheBackstage()
    {
        await _call.MadeAsync("""{"backstage":{"enabled":true,"join_ahead_time_seconds":300}}""");
        var call = (await _call.PutAsync("ann")).Call;
        Assert.Equal((true, 300, null), (call.Backstage, call.JoinAheadTimeSeconds, call.Session!.LiveStartedAt));

        call = Value(await _call.Grain.GoLiveAsync(None)).Call;
        Assert.Equal((false, cluster.Clock.GetUtcNow()), (call.Backstage, call.Session!.LiveStartedAt));
        Assert.Equal("live_started", _call.Types[^1]);
        Assert.False((bool)_call.Payload("live_started")["call"]!["backstage"]!);
        var events = _call.Types.Length;
        Value(await _call.Grain.GoLiveAsync(None));
        Assert.Equal(events, _call.Types.Length);

        call = Value(await _call.Grain.StopLiveAsync(None)).Call;
        Assert.Equal((true, cluster.Clock.GetUtcNow()), (call.Backstage, call.Session!.LiveEndedAt));
        Assert.Equal("updated", _call.Types[^1]);
        Assert.NotNull(_call.Payload("updated")["capabilities_by_role"]!["user"]);
        Assert.Equal(events + 1, _call.Types.Length);
    }

    [Fact]
    public async Task Live_IsNotARecording()
    {
        await _call.RecordingAsync("ann");
        Value(await _call.Grain.GoLiveAsync(None));
        Assert.Equal("running", Value(await _call.Grain.StopLiveAsync(None)).Call.Egress.FrameRecording?.Status);
    }

    [Fact]
    public async Task Event_IsToldEachTimeAsItWasSent()
    {
        await _call.MadeAsync();
        for (var time = 0; time < 2; time++)
        {
            Value(await _call.Grain.SendEventAsync(new("ann", new("""{"type":"wave","n":[1,null]}""")), None));
        }

        var told = _call.Events.Where(row => row.Type == "custom").ToArray();
        Assert.Equal(2, told.Select(row => row.EventId).Distinct().Count());
        var body = JsonNode.Parse(told[1].Payload)!;
        Assert.Equal("""{"type":"wave","n":[1,null]}""", body["custom"]!.ToJsonString());
        Assert.Equal(("custom", _call.Cid, "ann"), ((string)body["type"]!, (string)body["call_cid"]!, (string)body["user"]!["id"]!));
        Assert.Null(body["call"]);
    }

    [Fact]
    public async Task UnknownCall_IsNotFound()
    {
        var refusals = new[]
        {
            (await _call.Grain.UpdateUserPermissionsAsync(new("ann", [], []), None)).Refusal,
            (await _call.Grain.GoLiveAsync(None)).Refusal,
            (await _call.Grain.StopLiveAsync(None)).Refusal,
            (await _call.Grain.SendEventAsync(new("ann", new("{}")), None)).Refusal,
        };
        Assert.All(refusals, refusal => Assert.Equal(RefusalKind.NotFound, refusal!.Kind));
    }

    private Task<Outcome<CallRights>> RightsAsync(string user) => _call.Grain.RightsAsync(new(new Actor(user), "ReadCall"), None);

    private static CallState Value(Outcome<CallState> outcome)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }
}
