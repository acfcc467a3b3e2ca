using OrleansFrames.Cameras;
using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>What changes while a recording runs: its settings, the tracks that are published, who is muted.</summary>
public sealed class ChangeTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string User = "ada";

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task SettingsChangedWhileRunning_ShowInTheNextTicks_AndNoDueTickIsMissing()
    {
        var camera = await running.Cameras.AddAsync(new("settings"), CancellationToken.None);
        var call = await Call.MakeAsync(running.Api, "settings", interval: 2);
        await call.PutAsync(User, camera.Url.ToString());
        await call.StartAsync();
        await CapturedAsync(call, tick => tick.Height == 720, 2);

        var before = TimeProvider.System.GetUtcNow();
        await call.ChangeAsync(new { CaptureIntervalInSeconds = 5, Quality = "360p", Format = "webp" });
        var after = TimeProvider.System.GetUtcNow();
        await CapturedAsync(call, tick => tick.Height == 360, 2);
        await call.StopAsync();
        await call.DrainAsync(running.Receiver);

        var egress = await call.EgressAsync();
        Assert.Equal([(2, 720, PictureFormat.Jpeg), (5, 360, PictureFormat.Webp)], egress.Segments.Select(part => (part.IntervalSeconds, part.ShortSide, part.Format)));
        Assert.InRange(egress.Segments[1].StartsAt, before, after.AddSeconds(2));
        var ticks = await call.TicksAsync();
        Account.IsComplete(egress, ticks, participants: 1);
        await Account.IsDeliveredAsync(running.Api, running.Receiver, call);
        foreach (var tick in ticks.Where(tick => tick.Outcome == TickOutcome.Captured))
        {
            var isNew = tick.Number >= egress.Segments[1].FirstTick;
            Assert.Equal(isNew ? (640, 360) : (1280, 720), (tick.Width, tick.Height));
            Assert.Equal(isNew ? "image/webp" : "image/jpeg", await running.Api.MediaTypeOfAsync(tick.Url!));
            var picture = await running.Api.DownloadAsync(tick.Url!);
            Assert.Equal(isNew ? "RIFF"u8 : [0xff, 0xd8, 0xff, 0xe0], picture.AsSpan(0, 4));
            var facts = await StillReader.ReadAsync(picture, CancellationToken.None);
            Assert.Equal(camera.Colour, facts.Colour);
            Assert.Equal((tick.Width, tick.Height), (facts.Width, facts.Height));
        }
    }

    [Fact]
    public async Task ScreenShare_IsASecondStreamOfEvents_ThatEndsWhenUnpublished()
    {
        var camera = await running.Cameras.AddAsync(new("share-camera"), CancellationToken.None);
        var screen = await running.Cameras.AddAsync(new("share-screen"), CancellationToken.None);
        var call = await Call.MakeAsync(running.Api, "share", interval: 2, quality: "360p");
        var video = (TrackType.Video, camera.Url.ToString(), false);
        await call.PutAsync(User, video, (TrackType.ScreenShare, screen.Url.ToString(), false));
        await call.StartAsync();
        await CapturedAsync(call, tick => tick.TrackType == TrackType.Video, 1);
        await CapturedAsync(call, tick => tick.TrackType == TrackType.ScreenShare, 2);

        await call.PutAsync(User, video);
        var unpublished = TimeProvider.System.GetUtcNow();
        await CapturedAsync(call, tick => tick.TrackType == TrackType.Video && tick.DueAt > unpublished, 2);
        await call.StopAsync();
        await call.DrainAsync(running.Receiver);

        var ticks = (await call.TicksAsync()).ToLookup(tick => tick.TrackType);
        Account.IsComplete(await call.EgressAsync(), [.. ticks[TrackType.Video]], participants: 1);
        Assert.All(ticks[TrackType.Video], tick => Assert.True(tick.Outcome is TickOutcome.Captured or TickOutcome.Overload, $"tick {tick.Number} is {tick.Outcome}"));
        Assert.All(ticks[TrackType.ScreenShare], tick => Assert.True(tick.DueAt <= unpublished, $"screen tick {tick.Number} is due after its track ended"));
        Assert.Equal(Enumerable.Range(0, ticks[TrackType.ScreenShare].Count()).Select(tick => (long)tick), ticks[TrackType.ScreenShare].Select(tick => tick.Number));
        await Account.IsDeliveredAsync(running.Api, running.Receiver, call);
        foreach (var body in running.Receiver.ReadyOf(call))
        {
            var facts = await StillReader.ReadAsync(await running.Api.DownloadAsync(body.GetProperty("url").GetString()!), CancellationToken.None);
            var isScreen = body.GetProperty("track_type").GetString() == "TRACK_TYPE_SCREEN_SHARE";
            Assert.Equal(isScreen ? screen.Colour : camera.Colour, facts.Colour);
        }
    }

    [Fact]
    public async Task MutedTrack_IsMutedTickForTick_AndCapturedAgainWhenUnmuted()
    {
        var camera = await running.Cameras.AddAsync(new("mute"), CancellationToken.None);
        var call = await Call.MakeAsync(running.Api, "mute", interval: 2, quality: "360p");
        await call.PutAsync(User, camera.Url.ToString());
        await call.StartAsync();
        await CapturedAsync(call, _ => true, 1);

        await call.PutAsync(User, camera.Url.ToString(), muted: true);
        await Patience.UntilAsync(async () => (await call.TicksAsync())[^1].Outcome == TickOutcome.Muted, Enough, () => "a muted tick");
        await call.PutAsync(User, camera.Url.ToString());
        var unmuted = TimeProvider.System.GetUtcNow();
        await CapturedAsync(call, tick => tick.DueAt > unmuted, 1);
        await call.StopAsync();
        await call.DrainAsync(running.Receiver);

        var ticks = await call.TicksAsync();
        Account.IsComplete(await call.EgressAsync(), ticks, participants: 1);
        await Account.IsDeliveredAsync(running.Api, running.Receiver, call);
        var phases = ticks.Select(tick => tick.Outcome).Where(outcome => outcome != TickOutcome.Overload).Aggregate(
            new List<TickOutcome>(), (seen, outcome) => seen.Count > 0 && seen[^1] == outcome ? seen : [.. seen, outcome]);
        Assert.Equal([TickOutcome.Captured, TickOutcome.Muted, TickOutcome.Captured], phases);
    }

    private static Task CapturedAsync(Call call, Func<Tick, bool> isMeant, int count) => Patience.UntilAsync(
        async () => (await call.TicksAsync()).Count(tick => tick.Outcome == TickOutcome.Captured && isMeant(tick)) >= count,
        Enough,
        () => $"{count} such pictures of {call.Cid}");
}
