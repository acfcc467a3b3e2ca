using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

/// <summary>A pool that may use next to nothing of the machine, and cameras that ask for much more.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private const int Cameras = 4;

    // A tick is asked for far more often than a picture costs: whatever this machine is, that is more than a hundredth of it can do.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddCaptureWorkers(options => (options.AllowPrivate, options.CpuLimitPercent) = (true, 1))
        .BuildServiceProvider();

    private WorkerPool Pool => _services.GetRequiredService<WorkerPool>();

    public Task InitializeAsync() => Pool.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task BeyondTheCapacity_EachTrackIsRefusedItsFairShare_AndTheWorkerLives()
    {
        await using var first = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await using var second = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await using var third = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await using var fourth = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        TestCamera[] cameras = [first, second, third, fourth];
        Assert.Equal(TickOutcome.Captured, (await GrabAsync(first, Patience)).Outcome);
        var worker = Assert.Single(Pool.ProcessIds);

        var answers = new List<GrabResult[]>();
        var refused = new int[Cameras];
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var ticks = new PeriodicTimer(Interval, TimeProvider.System);
        while (refused.Min() < 20)
        {
            Assert.True(await ticks.WaitForNextTickAsync(patience.Token), $"ticks were to be refused; refused so far: {string.Join(", ", refused)}");
            var round = await Task.WhenAll(cameras.Select(camera => GrabAsync(camera, Interval)));
            answers.Add(round);
            for (var camera = 0; camera < Cameras; camera++)
            {
                refused[camera] += IsRefused(round[camera]) ? 1 : 0;
            }
        }

        Assert.InRange(refused.Max() - refused.Min(), 0, 1);
        Assert.All(answers.SelectMany(round => round), answer => Assert.NotEqual(FailureReason.WorkerLost, answer.Reason));
        Assert.Equal(worker, Assert.Single(Pool.ProcessIds));
    }

    private static bool IsRefused(GrabResult result) =>
        result.Outcome == TickOutcome.Overload && result.Detail!.StartsWith("the machine is at its capacity", StringComparison.Ordinal);

    private Task<GrabResult> GrabAsync(TestCamera camera, TimeSpan interval) => Pool.GrabAsync(
        new GrabRequest(camera.Url, new TrackSource(camera.Url), 360, interval, Patience / 2), CancellationToken.None);
}
