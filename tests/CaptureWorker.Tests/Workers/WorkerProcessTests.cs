using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansFrames.Capture;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

public sealed class WorkerProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AWorker_EndsWhenItsSocketCloses()
    {
        await using var process = WorkerProcess.Start(new CaptureWorkerOptions(), WorkerKind.Native, isFenced: true, NullLogger.Instance, TimeProvider.System);
        var channel = await process.ConnectAsync(CancellationToken.None);
        using var running = System.Diagnostics.Process.GetProcessById(process.Id);

        channel.Dispose();

        await running.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal("the capture worker ended with code 0", await process.EndAsync());
    }

    [Fact]
    public async Task AWorkerThatCannotStart_IsWorkerLost_WithItsLastLine()
    {
        var broken = Path.GetTempFileName();
        await using var services = Services(options => options.Path = broken);
        var pool = services.GetRequiredService<WorkerPool>();
        await pool.StartAsync(CancellationToken.None);
        var request = new GrabRequest("track", new TrackSource("rtsp://127.0.0.1/"), 360, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

        // The first answers may come before the first start has failed.
        var result = await pool.GrabAsync(request, CancellationToken.None);
        while (result.Detail!.Contains("being started", StringComparison.Ordinal))
        {
            result = await pool.GrabAsync(request, CancellationToken.None);
        }

        Assert.Equal((TickOutcome.Failed, FailureReason.WorkerLost), (result.Outcome, result.Reason));
        Assert.Matches("^the capture worker ended with code [1-9][0-9]*: .+", result.Detail);
        File.Delete(broken);
    }

    [Fact]
    public void WrongOptions_AreAllNamed()
    {
        using var services = Services(options =>
        {
            options.Allow.Add("10.0.0.0/99");
            options.Path = "/no/such/worker.dll";
            options.FileRoot = "relative/folder";
            options.Count = 0;
        });

        var failed = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<CaptureWorkerOptions>>().Value);

        Assert.Contains("10.0.0.0/99", failed.Message, StringComparison.Ordinal);
        Assert.Contains("relative/folder", failed.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/worker.dll", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Count", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorkerAboveItsMemory_IsReplaced()
    {
        await using var services = Services(_ => { });
        var instruments = services.GetRequiredService<WorkerInstruments>();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "frames.capture_worker.losses")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => lost.TrySetResult());
        listener.Start();
        using var stop = new CancellationTokenSource();
        var supervisor = new WorkerSupervisor(new CaptureWorkerOptions { MemoryLimitMegabytes = 1 }, WorkerKind.Native, instruments, NullLogger.Instance, TimeProvider.System);

        var running = supervisor.RunAsync(stop.Token);

        await lost.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);
    }

    private static ServiceProvider Services(Action<CaptureWorkerOptions> configure) =>
        new ServiceCollection().AddLogging().AddCaptureWorkers(configure).BuildServiceProvider();
}
