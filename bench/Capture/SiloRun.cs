using OrleansFrames.Bench.Capture.Cameras;
using OrleansFrames.Bench.Figures;
using OrleansFrames.Bench.Hosts;
using OrleansFrames.Bench.Machine;

namespace OrleansFrames.Bench.Capture;

/// <summary>One window of the whole service: capture, store, ledger, webhook.</summary>
internal static class SiloRun
{
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static async Task<CaptureRun> OfAsync(CaptureScene scene, ICameras cameras, BenchArguments line, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("frames-bench-").FullName;
        try
        {
            await using var receiver = await EventReceiver.StartAsync(cancellationToken);
            await using var silo = await SiloHost.StartAsync(
                SiloDatabase.Of(line.Text("--database"), line.Text("--postgres")), Path.Combine(folder, "data"), cancellationToken);
            using var api = await SiloApi.ConnectAsync(silo.Port, cancellationToken);
            RecordedCalls calls = new(api, scene);
            await calls.StartAsync(cameras, receiver.Url, cancellationToken);
            await WaitAsync(line.Number("--warm-up"), cancellationToken);

            var window = scene.Window(line.Number("--seconds"));
            cameras.Mark();
            var before = await TickStarts.ReadAsync(silo.Port, cancellationToken);
            CpuWatch watch = new(silo.ProcessId);
            var alone = CpuClock.OfAlone(silo.ProcessId);
            var from = TimeProvider.System.GetUtcNow();
            await WaitAsync(window.TotalSeconds, cancellationToken);
            var (seconds, share, memory) = (watch.Seconds, watch.Share(), ProportionalMemory.OfTree(silo.ProcessId));
            alone = CpuClock.OfAlone(silo.ProcessId) - alone;

            var starts = (await TickStarts.ReadAsync(silo.Port, cancellationToken)).Since(before);

            // The last ones are settled, and told, before they are counted.
            await WaitAsync(scene.Interval, cancellationToken);
            var account = await calls.AccountAsync(from, from + window, cancellationToken);
            var arrivals = await ArrivalsAsync(account, receiver, cancellationToken);
            return new(
                seconds / window.TotalMinutes / scene.Tracks,
                account.Coverage,
                memory,
                share,
                account.WhyWorthless(account.Captured - arrivals.Count) ?? (silo.Errors is { Count: > 0 } errors ? $"the silo logged errors, the first: {errors[0]}" : null))
            {
                InTime = starts.Share,
                More =
                [
                    ("silo", Row.Figure(alone / window.TotalMinutes / scene.Tracks)),
                    ("workers", Row.Figure((seconds - alone) / window.TotalMinutes / scene.Tracks)),
                    ("mode", account.Modes),
                    ("in_250ms", Row.Figure(starts.Share)),
                    ("arrival_p95_s", Row.Figure(arrivals.Percentile(0.95) / 1_000)),
                    .. cameras.Figures,
                ],
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>From when each picture was due to when its event arrived, in milliseconds.</summary>
    private static async Task<Sample> ArrivalsAsync(CaptureAccount account, EventReceiver receiver, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetUtcNow() + DeliveryPatience;
        while (account.Events.Keys.Any(id => !receiver.Arrived.ContainsKey(id)) && TimeProvider.System.GetUtcNow() < deadline)
        {
            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }

        return new(
            account.Events.Where(each => receiver.Arrived.ContainsKey(each.Key)).Select(each => (receiver.Arrived[each.Key] - each.Value).TotalMilliseconds),
            TimeSpan.Zero);
    }

    private static Task WaitAsync(double seconds, CancellationToken cancellationToken)
        => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);
}
