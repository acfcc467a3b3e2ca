using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

/// <summary>Tracks that come and go leave nothing behind in their worker.</summary>
public sealed class WorkerCycleTests(MediaServers servers) : IClassFixture<MediaServers>, IAsyncLifetime
{
    private const int AtATime = 8;

    // What a garbage collector and a thread pool may differ by; a leak of 100 KB, or of a handle or thread in every tenth track, is above.
    private const int MostMegabytes = 30;
    private const int MostHandles = 16;
    private const int MostThreads = 16;

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddCaptureWorkers(options => (options.AllowPrivate, options.CpuLimitPercent) = (true, 100))
        .BuildServiceProvider();

    private int _tracks;

    private WorkerPool Pool => _services.GetRequiredService<WorkerPool>();

    public Task InitializeAsync() => Pool.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task FiveHundredCameras_LeaveNothingBehind()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });

        await AssertFlatAsync(camera.Url, WorkerKind.Native, warmUp: 150, cycles: 500);
    }

    [Fact]
    public async Task ThreeHundredSourcesOfLibVlc_LeaveNothingBehind()
    {
        await servers.RecordAsync("cycle.ts");

        await AssertFlatAsync(servers.Nginx.Url("cycle.ts"), WorkerKind.LibVlc, warmUp: 150, cycles: 300);
    }

    private async Task AssertFlatAsync(string url, WorkerKind kind, int warmUp, int cycles)
    {
        await CycleAsync(url, warmUp);
        var worker = Assert.Single(Pool.ProcessIdsOf(kind));
        var before = Footprint.Of(worker);

        await CycleAsync(url, cycles);

        // A released track may still be saying goodbye.
        var after = before;
        await Patience.UntilAsync(
            $"a footprint like {before} after {cycles} cycles",
            () =>
            {
                after = Footprint.Of(worker);
                return Task.FromResult(
                    after.Megabytes <= before.Megabytes + MostMegabytes && after.Handles <= before.Handles + MostHandles && after.Threads <= before.Threads + MostThreads);
            },
            () => $"it is {after}");
        Assert.Equal(worker, Assert.Single(Pool.ProcessIdsOf(kind)));
    }

    private async Task CycleAsync(string url, int cycles)
    {
        await Parallel.ForAsync(0, cycles, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (_, token) =>
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"track {Interlocked.Increment(ref _tracks)}");
            var request = new GrabRequest(key, new TrackSource(url), 360, TimeSpan.FromSeconds(2), Patience.Limit);
            await Pool.WatchAsync(request, token);
            GrabResult result;
            do
            {
                result = await Pool.GrabAsync(request, token);
            }
            while (result.Outcome == TickOutcome.Overload);

            Assert.True(result.Outcome == TickOutcome.Captured, result.ToString());
            await Pool.ReleaseAsync(key, token);
        });
    }

    /// <summary>What a process takes of the machine.</summary>
    private sealed record Footprint(long Megabytes, int Handles, int Threads)
    {
        public static Footprint Of(int process)
        {
            var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
            var resident = File.ReadLines($"{folder}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return new(
                long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024,
                Directory.GetFileSystemEntries($"{folder}/fd").Length,
                Directory.GetDirectories($"{folder}/task").Length);
        }
    }
}
