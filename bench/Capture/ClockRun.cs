using OrleansFrames.Bench.Capture.Cameras;
using OrleansFrames.Bench.Figures;
using OrleansFrames.Bench.Hosts;
using OrleansFrames.Bench.Machine;
using OrleansFrames.Cameras;

namespace OrleansFrames.Bench.Capture;

/// <summary>
/// How far <c>captured_at</c> is from the time that the picture itself shows, beyond what the picture is old when its camera sends it: the least
/// distance that the camera's pictures had.
/// </summary>
internal static class ClockRun
{
    /// <returns>Milliseconds, of each picture that was taken in a window; and how the machine was shared.</returns>
    public static async Task<(Sample Beyond, int Due, MachineShare Share)> OfAsync(CaptureScene scene, BenchArguments line, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("frames-bench-").FullName;
        try
        {
            await using var cameras = await DrawnCameras.StartAsync(scene, cancellationToken);
            await using var receiver = await EventReceiver.StartAsync(cancellationToken);
            await using var silo = await SiloHost.StartAsync(
                SiloDatabase.Of(line.Text("--database"), line.Text("--postgres")), Path.Combine(folder, "data"), cancellationToken);
            using var api = await SiloApi.ConnectAsync(silo.Port, cancellationToken);
            RecordedCalls calls = new(api, scene);
            await calls.StartAsync(cameras, receiver.Url, cancellationToken);
            var window = scene.Window(line.Number("--seconds"));
            CpuWatch watch = new(silo.ProcessId);
            var from = TimeProvider.System.GetUtcNow();
            await Task.Delay(window, TimeProvider.System, cancellationToken);
            var share = watch.Share();
            await Task.Delay(TimeSpan.FromSeconds(scene.Interval), TimeProvider.System, cancellationToken);
            var distances = await DistancesAsync(calls, from, from + window, cancellationToken);
            return (
                new(distances.SelectMany(track => track.Value.Select(distance => distance - track.Value.Min())), window),
                new CaptureAccount(scene, window).Due,
                share);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Dictionary<string, List<double>>> DistancesAsync(
        RecordedCalls calls, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Dictionary<string, List<double>> tracks = [];
        using HttpClient http = new(new SocketsHttpHandler());
        await foreach (var (user, capturedAt, url) in calls.PicturesAsync(from, until, cancellationToken))
        {
            var facts = await StillReader.ReadAsync(await http.GetByteArrayAsync(url, cancellationToken), cancellationToken);
            var shown = facts.Clock ?? throw new InvalidOperationException($"the picture at {url} shows no readable time");
            (tracks.TryGetValue(user, out var track) ? track : tracks[user] = []).Add((capturedAt - shown).TotalMilliseconds);
        }

        return tracks;
    }
}
