using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>
/// seccomp: what the process may ask of the kernel from here on, for all its threads and for good. It may read what it may read and use the
/// network, but change no file, execute nothing, start no process, signal no other and accept no connections.
/// </summary>
internal static unsafe class SystemCallFilter
{
    private const int SetFilter = 1;
    private const int AllThreads = 1;
    private const int NotPermitted = 1;
    private const int AccessDenied = 13;
    private const int NotImplemented = 38;
    private const uint WritesOrMakes = 3 | 0x40 | 0x200;
    private const uint IsThread = 0x10000;
    private const uint ForeignNumbers = 0x40000000;

    // Unix, IPv4, IPv6, and netlink, by which the resolver asks for the machine's addresses.
    private static readonly uint[] Families = [1, 2, 10, 16];

    /// <param name="mayListen">The relay between a source and libVLC waits for libVLC on loopback.</param>
    /// <returns>False when nothing is filtered.</returns>
    public static bool Install(bool mayListen)
    {
        if (CallNumbers.Mine is not { } calls)
        {
            return false;
        }

        var instructions = Program(calls, mayListen, (uint)Environment.ProcessId).Instructions.ToArray();
        fixed (FilterProgram.Instruction* first = instructions)
        {
            var filter = new Filter { Length = (ushort)instructions.Length, Instructions = first };
            return LinuxCalls.syscall(calls.Seccomp, SetFilter, AllThreads, (nint)(&filter), 0) == 0;
        }
    }

    private static FilterProgram Program(CallNumbers calls, bool mayListen, uint process)
    {
        var program = new FilterProgram();
        program.OnlyArchitecture(calls.Kind, NotPermitted);
        program.RefuseNumbersFrom(ForeignNumbers, NotPermitted);
        foreach (var number in CallNumbers.Missing)
        {
            program.Refuse(number, NotImplemented);
        }

        foreach (var number in calls.Denied)
        {
            program.Refuse(number, NotPermitted);
        }

        if (!mayListen)
        {
            program.Refuse(calls.Listen, NotPermitted);
        }

        program.RefuseWithBits(calls.OpenAt, argument: 2, WritesOrMakes, AccessDenied);
        if (calls.Open > 0)
        {
            program.RefuseWithBits(calls.Open, argument: 1, WritesOrMakes, AccessDenied);
        }

        program.RefuseWithoutBits(calls.MakeThread, argument: 0, IsThread, NotPermitted);
        program.AllowOnly(calls.Socket, argument: 0, Families, NotPermitted);
        program.AllowOnly(calls.Kill, argument: 0, [process], NotPermitted);
        program.AllowOnly(calls.ThreadKill, argument: 0, [process], NotPermitted);
        program.Allow();
        return program;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Length;
        public FilterProgram.Instruction* Instructions;
    }
}
