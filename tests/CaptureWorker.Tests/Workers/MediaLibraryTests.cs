using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

/// <summary>What a worker process loads, and what it outlives.</summary>
public sealed class MediaLibraryTests(MediaServers servers) : IClassFixture<MediaServers>, IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddCaptureWorkers(options => (options.AllowPrivate, options.FileRoot) = (true, servers.Nginx.Folder))
        .BuildServiceProvider();

    private WorkerPool Pool => _services.GetRequiredService<WorkerPool>();

    public Task InitializeAsync() => Pool.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task AWorkerOfRtspCameras_DoesNotLoadLibVlc()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await UntilCapturedAsync(camera.Url);
        Assert.DoesNotContain("libvlc", await LoadedAsync(WorkerKind.Native), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorkerOfOtherSources_LoadsOnlyWhatTakesBytesApart_AndLeavesNothingBehind()
    {
        await servers.RecordAsync("loaded.mp4");

        await UntilCapturedAsync($"file://{servers.Nginx.PathOf("loaded.mp4")}");

        var libraries = (await LoadedAsync(WorkerKind.LibVlc)).Split('\n').Where(line => line.Contains("vlc", StringComparison.Ordinal)).ToList();
        Assert.Contains(libraries, line => line.Contains("libts_plugin", StringComparison.Ordinal));
        Assert.All(libraries, line => Assert.EndsWith("(deleted)", line, StringComparison.Ordinal));
        Assert.DoesNotContain(libraries, line => line.Contains("http", StringComparison.Ordinal) || line.Contains("filesystem", StringComparison.Ordinal)
            || line.Contains("adaptive", StringComparison.Ordinal) || line.Contains("playlist", StringComparison.Ordinal) || line.Contains("lua", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AWorker_OutlivesBrokenMedia()
    {
        await servers.RecordAsync("good.ts");
        await servers.RecordAsync("good.mp4", "-movflags", "+faststart");
        await UntilCapturedAsync($"file://{servers.Nginx.PathOf("good.ts")}");
        var process = Process(WorkerKind.LibVlc);

        var random = new Random(11);
        var broken = new List<Task<GrabResult>>();
        foreach (var name in (string[])["good.ts", "good.mp4"])
        {
            var good = await File.ReadAllBytesAsync(servers.Nginx.PathOf(name));
            for (var copy = 0; copy < 10; copy++)
            {
                var url = string.Create(CultureInfo.InvariantCulture, $"broken-{copy}-{name}");
                await File.WriteAllBytesAsync(servers.Nginx.PathOf(url), Break(good, random));
                broken.Add(GrabAsync(servers.Nginx.Url(url)));
            }
        }

        await Task.WhenAll(broken);

        await UntilCapturedAsync($"file://{servers.Nginx.PathOf("good.mp4")}");
        Assert.Equal(process, Process(WorkerKind.LibVlc));
    }

    [Fact]
    public async Task ACrashOfLibVlc_TakesNoRtspTrackWithIt()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        await servers.RecordAsync("crash.ts");
        var url = $"file://{servers.Nginx.PathOf("crash.ts")}";
        await UntilCapturedAsync(camera.Url);
        await UntilCapturedAsync(url);
        var (native, libVlc) = (Process(WorkerKind.Native), Process(WorkerKind.LibVlc));

        using (var crash = System.Diagnostics.Process.Start("kill", ["-KILL", libVlc.ToString(CultureInfo.InvariantCulture)]))
        {
            await crash.WaitForExitAsync();
        }

        await Patience.UntilAsync(
            "another worker", () => Task.FromResult(Pool.ProcessIdsOf(WorkerKind.LibVlc) is [var now] && now != libVlc), () => $"{libVlc} was killed");
        await UntilCapturedAsync(url);
        Assert.Equal(TickOutcome.Captured, (await GrabAsync(camera.Url)).Outcome);
        Assert.Equal(native, Process(WorkerKind.Native));
    }

    /// <summary>The beginning stays, so that it is taken for what it was.</summary>
    private static byte[] Break(byte[] media, Random random)
    {
        var broken = media[..random.Next(media.Length / 4, media.Length)];
        for (var damage = 0; damage < 200; damage++)
        {
            broken[random.Next(600, broken.Length)] = (byte)random.Next(256);
        }

        return broken;
    }

    private async Task UntilCapturedAsync(string url)
    {
        GrabResult? result = null;
        await Patience.UntilAsync($"a picture of {url}", async () => (result = await GrabAsync(url)).Outcome == TickOutcome.Captured, () => $"the last was {result}");
    }

    private Task<GrabResult> GrabAsync(string url) => Pool.GrabAsync(
        new GrabRequest(url, new TrackSource(url), 360, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)), CancellationToken.None);

    private int Process(WorkerKind kind) => Assert.Single(Pool.ProcessIdsOf(kind));

    private Task<string> LoadedAsync(WorkerKind kind) => File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{Process(kind)}/maps"));
}
