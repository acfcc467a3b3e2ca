using System.Text;
using OrleansFrames.Bench.Figures;
using OrleansFrames.Bench.Hosts;
using OrleansFrames.Bench.Machine;
using OrleansFrames.Cameras;

namespace OrleansFrames.Bench.Api;

/// <summary>The HTTP API under many clients, in turn with a peer that does nothing but HTTP, the token's signature and a durable commit.</summary>
internal static class ApiBench
{
    private static readonly CameraOptions Small = new("Small", 192, 128, FramesPerSecond: 1);

    /// <returns>True when no row failed.</returns>
    public static async Task<bool> RunAsync(BenchArguments line, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("frames-bench-").FullName;
        try
        {
            Console.WriteLine(MachineFacts.Describe(folder));
            await using var cameras = await CameraServer.StartAsync(0, TimeProvider.System, cancellationToken);
            var camera = await cameras.AddAsync(Small, cancellationToken);
            await using var silo = await SiloHost.StartAsync(SiloDatabase.Of(line.Text("--database"), line.Text("--postgres")), Path.Combine(folder, "data"), cancellationToken);
            await using var peer = await PeerHost.StartAsync(SiloHost.Secret, folder, cancellationToken);
            ApiScene scene = new(
                silo.Port, line.Number("--clients"), line.Number("--participants"), line.Number("--tracks"), line.Number("--interval"), camera.Url);
            await scene.MakeAsync(cancellationToken);
            Console.WriteLine(
                $"scene: database={line.Text("--database")} participants={line.Text("--participants")} tracks={line.Text("--tracks")} interval={line.Text("--interval")} s");
            var failed = false;
            foreach (var row in ApiRows.All.Where(row => row.Names.Any(line.Wants)))
            {
                var rows = await new ApiMeasure(row, silo, peer, line).RunAsync(cancellationToken);
                foreach (var shown in rows.Where(shown => line.Wants(shown.Name)))
                {
                    Console.WriteLine(shown);
                    failed |= shown.More.Any(figure => figure.Value == Verdict.Failed);
                }
            }

            Console.WriteLine($"pictures={await scene.PicturesAsync(cancellationToken)} silo_memory={CpuWatch.Memory(silo.ProcessId) >> 20} MiB load={CpuWatch.LoadAverage()}");
            if (silo.Errors is { Count: > 0 } errors)
            {
                Console.WriteLine(new StringBuilder($"the silo logged {errors.Count} errors:\n").AppendJoin('\n', silo.Output.Split('\n').TakeLast(40)));
            }

            return !failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
