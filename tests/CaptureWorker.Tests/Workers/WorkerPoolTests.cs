using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Pictures;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

public sealed class WorkerPoolTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DOTNET_ROOT", "MALLOC_ARENA_MAX", "DOTNET_EnableDiagnostics",
        "DOTNET_EnableWriteXorExecute",
    ];

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddCaptureWorkers(options => options.AllowPrivate = true)
        .BuildServiceProvider();

    private WorkerPool Pool => _services.GetRequiredService<WorkerPool>();

    public Task InitializeAsync() => Pool.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Grab_OfAPlayingCamera_IsAPictureOfTheAskedSize()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(640, 480) });

        var result = await GrabAsync(camera);

        Assert.Equal(TickOutcome.Captured, result.Outcome);
        Assert.Equal((480, 360), (result.Picture!.Width, result.Picture.Height));
        Assert.Equal([0xff, 0xd8], result.Picture.Bytes[..2].ToArray());
        Assert.InRange(TimeProvider.System.GetUtcNow() - result.Picture.CapturedAt, TimeSpan.Zero, Patience);
    }

    [Theory]
    [InlineData(PictureFormat.Webp)]
    [InlineData(PictureFormat.Png)]
    public async Task Grab_IsInTheFormatThatWasAskedFor(PictureFormat format)
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(640, 480) });

        var result = await GrabAsync(camera, format);

        Assert.Equal(TickOutcome.Captured, result.Outcome);
        Assert.Equal((format, new PictureSize(480, 360)), PictureHeader.Read(result.Picture!.Bytes.Span));
    }

    [Fact]
    public async Task Grabs_OfTwoCameras_DoNotWaitForEachOther()
    {
        await using var silent = new TestCamera(new CameraScript { IsSilent = true });
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });

        // The worker runs and plays: what is left is done long before the silent camera's 5 s are over.
        Assert.Equal(TickOutcome.Captured, (await GrabAsync(camera)).Outcome);
        var waiting = GrabAsync(silent);

        Assert.Equal(TickOutcome.Captured, (await GrabAsync(camera)).Outcome);
        Assert.False(waiting.IsCompleted);
        var result = await waiting;
        Assert.Equal(FailureReason.Timeout, result.Reason);
    }

    [Fact]
    public async Task AKilledWorker_LosesTheGrabsUnderWay_AndIsReplaced()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await using var empty = new TestCamera(new CameraScript { Clip = Clip.Moving(), StallAfter = 0 });
        Assert.Equal(TickOutcome.Captured, (await GrabAsync(camera)).Outcome);
        var first = Assert.Single(Pool.ProcessIds);
        var waiting = GrabAsync(empty);
        while (!(await empty.Requests.ReadAsync()).StartsWith("PLAY", StringComparison.Ordinal))
        {
        }

        Signal("KILL", first);

        Assert.Equal((TickOutcome.Failed, FailureReason.WorkerLost), ((await waiting).Outcome, (await waiting).Reason));
        Assert.Equal(TickOutcome.Captured, (await GrabAsync(camera)).Outcome);
        Assert.NotEqual(first, Assert.Single(Pool.ProcessIds));
    }

    [Fact]
    public async Task AHangingWorker_IsKilledAndReplaced()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        Assert.Equal(TickOutcome.Captured, (await GrabAsync(camera)).Outcome);

        Signal("STOP", Assert.Single(Pool.ProcessIds));

        Assert.Equal(FailureReason.WorkerLost, (await GrabAsync(camera)).Reason);
        Assert.Equal(TickOutcome.Captured, (await GrabAsync(camera)).Outcome);
    }

    [Fact]
    public async Task AReleasedTrack_SaysGoodbyeToItsCamera()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await Pool.WatchAsync(Request(camera), CancellationToken.None);
        await UntilAsync(camera, "PLAY");

        await Pool.ReleaseAsync(camera.Url, CancellationToken.None);

        await UntilAsync(camera, "TEARDOWN");
    }

    [Fact]
    public async Task ATrackNobodyAsksFor_IsDropped()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await GrabAsync(camera);

        await Pool.WatchAsync(Request(camera) with { Interval = TimeSpan.FromSeconds(0.1), Budget = TimeSpan.FromSeconds(0.1) }, CancellationToken.None);

        await UntilAsync(camera, "TEARDOWN");
    }

    [Fact]
    public async Task ACancelledGrab_Ends()
    {
        await using var silent = new TestCamera(new CameraScript { IsSilent = true });
        using var cancellation = new CancellationTokenSource();
        var grabbing = Pool.GrabAsync(Request(silent), cancellation.Token);
        await UntilAsync(silent, "OPTIONS");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grabbing);
    }

    [Fact]
    public async Task AWorker_InheritsNoSecrets()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await GrabAsync(camera);

        var environment = await File.ReadAllTextAsync($"/proc/{Assert.Single(Pool.ProcessIds)}/environ");

        Assert.All(
            environment.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('=')[0]),
            name => Assert.Contains(name, Inherited));
    }

    private static async Task UntilAsync(TestCamera camera, string method)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!(await camera.Requests.ReadAsync(patience.Token)).StartsWith(method, StringComparison.Ordinal))
        {
        }
    }

    private static void Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static GrabRequest Request(TestCamera camera) =>
        new(camera.Url, new TrackSource(camera.Url), 360, TimeSpan.FromSeconds(2), Patience);

    private Task<GrabResult> GrabAsync(TestCamera camera, PictureFormat format = PictureFormat.Jpeg) =>
        Pool.GrabAsync(Request(camera) with { Format = format }, CancellationToken.None);
}
