using OrleansFrames.Cameras;
using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>kill -9 of what does the work: nothing captured is lost, and every lost tick is named.</summary>
public sealed class KillTests
{
    private const int Interval = 2;
    private static readonly string[] Names = ["Ada", "Grace", "Linus"];

    [Fact]
    public async Task WorkerKilled_FramesAreBackWithinTwoIntervalsAndLostTicksAreNamed()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var receiver = await HookReceiver.StartAsync();
        await using var silo = await SiloProcess.StartAsync();
        var call = await RecordAsync(server, receiver, silo);

        silo.KillWorker();
        var killed = TimeProvider.System.GetUtcNow();
        await EveryTrackCapturedAfterAsync(call, killed, TimeSpan.FromSeconds(15));
        await call.StopAsync();
        await call.DrainAsync(receiver);

        var ticks = await call.TicksAsync();
        Account.IsComplete(await call.EgressAsync(), ticks, Names.Length);
        await Account.IsDeliveredAsync(silo.Api, receiver, call);
        foreach (var track in ticks.GroupBy(tick => tick.TrackKey))
        {
            var back = track.First(tick => tick.CapturedAt > killed && tick.Outcome == TickOutcome.Captured);
            Assert.InRange(back.DueAt - killed, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(2 * Interval));
        }

        Assert.All(
            ticks.Where(tick => tick.Outcome != TickOutcome.Captured),
            tick => Assert.True(tick.Reason == FailureReason.WorkerLost || tick.Outcome == TickOutcome.Overload, $"tick {tick.Number} is {tick.Outcome}({tick.Reason})"));
    }

    [Fact]
    public async Task SiloKilledAndStartedAgain_TheRecordingResumesByItselfAndTheAccountIsWhole()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var receiver = await HookReceiver.StartAsync();
        await using var silo = await SiloProcess.StartAsync();
        var call = await RecordAsync(server, receiver, silo);

        silo.Kill();
        await silo.WaitForExitAsync(TimeSpan.FromSeconds(5));
        await silo.StartAgainAsync();
        var back = TimeProvider.System.GetUtcNow();
        await EveryTrackCapturedAfterAsync(call, back, TimeSpan.FromSeconds(10));
        await call.StopAsync();
        await call.DrainAsync(receiver);

        var ticks = await call.TicksAsync();
        Account.IsComplete(await call.EgressAsync(), ticks, Names.Length);
        await Account.IsDeliveredAsync(silo.Api, receiver, call);
        Assert.All(
            ticks.Where(tick => tick.Outcome != TickOutcome.Captured),
            tick => Assert.True(
                tick.Reason is FailureReason.SiloLost or FailureReason.WorkerLost || tick.Outcome == TickOutcome.Overload,
                $"tick {tick.Number} is {tick.Outcome}({tick.Reason})"));
    }

    /// <summary>A call whose three participants have each been captured twice.</summary>
    private static async Task<Call> RecordAsync(CameraServer server, HookReceiver receiver, SiloProcess silo)
    {
        await Call.HookAsync(silo.Api, receiver.Url);
        var call = await Call.MakeAsync(silo.Api, "kill", Interval);
        foreach (var name in Names)
        {
            var camera = await server.AddAsync(new(name), CancellationToken.None);
            await call.PutAsync(name, camera.Url.ToString());
        }

        await call.StartAsync();
        await Patience.UntilAsync(
            async () => (await call.TicksAsync()).Where(tick => tick.Outcome == TickOutcome.Captured).CountBy(tick => tick.TrackKey).Count(entry => entry.Value >= 2)
                == Names.Length,
            TimeSpan.FromSeconds(30),
            () => "two pictures of every participant");
        return call;
    }

    private static Task EveryTrackCapturedAfterAsync(Call call, DateTimeOffset time, TimeSpan patience) => Patience.UntilAsync(
        async () => (await call.TicksAsync()).Where(tick => tick.CapturedAt > time).DistinctBy(tick => tick.TrackKey).Count() == Names.Length,
        patience,
        () => "a new picture of every participant");
}
