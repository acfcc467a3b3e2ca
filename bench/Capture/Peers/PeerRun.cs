using OrleansFrames.Bench.Capture.Cameras;
using OrleansFrames.Bench.Machine;

namespace OrleansFrames.Bench.Capture.Peers;

/// <summary>One window of a peer.</summary>
internal static class PeerRun
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static async Task<CaptureRun> OfAsync(Peer peer, CaptureScene scene, RtspCameras cameras, BenchArguments line, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("frames-bench-peer-").FullName;
        try
        {
            await using var process = peer.Start(scene, cameras, folder);
            var deadline = TimeProvider.System.GetUtcNow() + StartPatience + TimeSpan.FromSeconds(scene.Interval);
            while (peer.Count(process, folder) < scene.Tracks)
            {
                if (process.HasEnded || TimeProvider.System.GetUtcNow() > deadline)
                {
                    throw new InvalidOperationException($"{peer.Name} made too few pictures; it printed:\n{process.Output}");
                }

                await Task.Delay(Poll, TimeProvider.System, cancellationToken);
            }

            await Task.Delay(TimeSpan.FromSeconds(line.Number("--warm-up")), TimeProvider.System, cancellationToken);
            var window = scene.Window(line.Number("--seconds"));
            CpuWatch watch = new(process.Id);
            var before = peer.Count(process, folder);
            await Task.Delay(window, TimeProvider.System, cancellationToken);
            var made = peer.Count(process, folder) - before;
            return new(
                watch.Seconds / window.TotalMinutes / scene.Tracks,
                made / (window.TotalSeconds / scene.Interval * scene.Tracks),
                ProportionalMemory.OfTree(process.Id),
                watch.Share());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
