using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OrleansFrames.Bench.Figures;

namespace OrleansFrames.Bench.Machine;

/// <summary>What the figures were made on.</summary>
internal static class MachineFacts
{
    private const int Flushes = 100;

    /// <param name="folder">On the disk that the service is to write to.</param>
    public static string Describe(string folder)
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"machine: {Environment.ProcessorCount} x {model ?? "unknown"}, {memory} MiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, flush {Row.Figure(FlushMilliseconds(folder))} ms, load {CpuWatch.LoadAverage()}");
    }

    /// <summary>Median time of a flush to the disk.</summary>
    private static double FlushMilliseconds(string folder)
    {
        using FileStream file = new(Path.Combine(folder, "flush"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        List<double> times = [];
        for (var i = 0; i < Flushes; i++)
        {
            file.Write(new byte[4_096]);
            var began = Stopwatch.GetTimestamp();
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Median.Of(times);
    }
}
