using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests;

public sealed class WorkerPoolTests : IAsyncLifetime
{
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

        var result = await Pool.GrabAsync(Request(camera), CancellationToken.None);

        Assert.Equal(TickOutcome.Captured, result.Outcome);
        Assert.Equal((480, 360), (result.Picture!.Width, result.Picture.Height));
    }

    private static GrabRequest Request(TestCamera camera) =>
        new("egress/track", new TrackSource(camera.Url), 360, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
}
