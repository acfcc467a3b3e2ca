using System.Globalization;

namespace OrleansFrames.Bench.Machine;

/// <summary>Memory as Linux counts it in <c>/proc/PID/smaps_rollup</c>: pages that several processes share count for each by its part.</summary>
internal static class ProportionalMemory
{
    /// <returns>Bytes of a process and its children.</returns>
    public static long OfTree(int process) => CpuClock.Tree(process).Sum(Of);

    /// <param name="lines"><c>/proc/PID/smaps_rollup</c>.</param>
    /// <returns>Bytes.</returns>
    public static long Parse(IEnumerable<string> lines) => lines
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024);

    private static long Of(int process)
    {
        try
        {
            return Parse(File.ReadLines($"/proc/{process}/smaps_rollup"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }
}
