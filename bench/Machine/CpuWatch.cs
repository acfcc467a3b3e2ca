using System.Diagnostics;
using OrleansFrames.Bench.Figures;

namespace OrleansFrames.Bench.Machine;

/// <summary>Counts processor time from when it was made: of the process that is measured, and of the whole machine.</summary>
internal sealed class CpuWatch(int measured, params int[] ours)
{
    private readonly (double Busy, double Idle) _machine = CpuClock.OfMachine();
    private readonly double _measured = CpuClock.OfTree(measured);
    private readonly double _ours = Ours(ours);

    /// <summary>Seconds of the measured process and its children.</summary>
    public double Seconds => CpuClock.OfTree(measured) - _measured;

    /// <summary>How the machine was shared since then.</summary>
    public MachineShare Share()
    {
        var (busy, idle) = CpuClock.OfMachine();
        var (worked, rested) = (busy - _machine.Busy, idle - _machine.Idle);
        var all = worked + rested;
        return all <= 0 ? default : new(rested / all, Math.Max(0, worked - (Ours(ours) - _ours)) / all);
    }

    // This process's tree holds whatever it has started.
    private static double Ours(int[] others) => CpuClock.OfTree(Environment.ProcessId) + others.Sum(CpuClock.OfTree);

    public static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    /// <summary>Resident memory of a process and its children, in bytes.</summary>
    public static long Memory(int process) => CpuClock.Tree(process).Sum(Resident);

    private static long Resident(int process)
    {
        try
        {
            using var one = Process.GetProcessById(process);
            return one.WorkingSet64;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }
}
