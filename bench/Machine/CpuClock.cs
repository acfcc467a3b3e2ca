using System.Globalization;

namespace OrleansFrames.Bench.Machine;

/// <summary>Processor time as Linux counts it in <c>/proc</c>, in seconds.</summary>
internal static class CpuClock
{
    // What USER_HZ is on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    public static (double Busy, double Idle) OfMachine() => OfMachine(File.ReadLines("/proc/stat").First());

    /// <param name="line">The first one of <c>/proc/stat</c>.</param>
    public static (double Busy, double Idle) OfMachine(string line)
    {
        // user nice system idle iowait irq softirq steal; what guests take is in user already.
        double[] ticks = [.. Fields(line).Skip(1).Take(8).Select(Number)];
        var idle = ticks[3] + ticks[4];
        return ((ticks.Sum() - idle) / TicksPerSecond, idle / TicksPerSecond);
    }

    /// <summary>Of a process, its threads and its children, also those that have ended.</summary>
    public static double OfTree(int process)
        => Tree(process).Sum(one => TryRead($"/proc/{one}/stat") is { } line ? OfProcess(line) : 0);

    /// <summary>Of a process and its threads alone, without its children.</summary>
    public static double OfAlone(int process) => TryRead($"/proc/{process}/stat") is { } line ? OfProcess(line, fields: 2) : 0;

    /// <param name="line"><c>/proc/PID/stat</c>.</param>
    /// <param name="fields">4: with its children that have ended; 2: without.</param>
    public static double OfProcess(string line, int fields = 4)
    {
        // Behind the name, which may hold anything, in parentheses. utime, stime, cutime and cstime are the fields 14 to 17 of all.
        return Fields(line[(line.LastIndexOf(')') + 1)..]).Skip(11).Take(fields).Sum(Number) / TicksPerSecond;
    }

    public static IReadOnlyList<int> Tree(int process) => [process, .. Children(process).SelectMany(Tree)];

    private static IEnumerable<int> Children(int process)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{process}/task")
                .SelectMany(thread => Fields(TryRead(Path.Combine(thread, "children")) ?? ""))
                .Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // Threads and processes end while they are looked at.
    private static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string[] Fields(string line) => line.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
