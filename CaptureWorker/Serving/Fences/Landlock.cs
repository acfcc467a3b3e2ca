using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>
/// Landlock (Linux 5.13 and later, where the kernel has it switched on): which files the calling thread may open, and what it executes.
/// From the sixth revision on it may bind no TCP ports either, and signal no other process.
/// </summary>
internal static unsafe class Landlock
{
    // The same on all architectures: made after system calls got common numbers.
    private const int CreateRuleset = 444;
    private const int AddRule = 445;
    private const int RestrictSelf = 446;
    private const int AskVersion = 1;
    private const int BeneathPath = 1;
    private const int NetworkPort = 2;

    private const ulong Execute = 1 << 0;
    private const ulong WriteFile = 1 << 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadFolder = 1 << 3;
    private const ulong BindTcp = 1 << 0;
    private const ulong AbstractSocketsAndSignals = 3;

    /// <summary>What is fenced at all, by the version of the kernel's interface.</summary>
    private static readonly (int Version, ulong Rights)[] FileRights = [(1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15)];

    /// <summary>Version of the kernel's interface; 0 or less where there is none.</summary>
    public static int Version => (int)LinuxCalls.syscall(CreateRuleset, 0, 0, AskVersion, 0);

    /// <summary>Restricts the calling thread, the threads that it makes and the programs that it executes. Needs <see cref="Privileges.GiveUp"/>.</summary>
    /// <param name="read">Files and folders that may be read; those that are not there are passed over.</param>
    /// <param name="execute">Of them, what may be executed.</param>
    /// <param name="write">Folders that may be written.</param>
    /// <param name="mayListen">TCP ports that the kernel chooses may be bound.</param>
    /// <returns>False when nothing is restricted.</returns>
    public static bool Restrict(IEnumerable<string> read, IEnumerable<string> execute, IEnumerable<string> write, bool mayListen)
    {
        var version = Version;
        if (version < 1)
        {
            return false;
        }

        var handled = FileRights.Where(each => each.Version <= version).Aggregate(0UL, (all, each) => all | each.Rights);
        var attributes = stackalloc ulong[3] { handled, version >= 4 ? BindTcp : 0, version >= 6 ? AbstractSocketsAndSignals : 0 };
        var size = sizeof(ulong) * (version >= 6 ? 3 : version >= 4 ? 2 : 1);
        var rules = (int)LinuxCalls.syscall(CreateRuleset, (nint)attributes, size, 0, 0);
        if (rules < 0)
        {
            return false;
        }

        foreach (var path in read)
        {
            Allow(rules, path, ReadFile | ReadFolder);
        }

        foreach (var path in execute)
        {
            Allow(rules, path, ReadFile | ReadFolder | Execute);
        }

        foreach (var path in write)
        {
            Allow(rules, path, handled & ~Execute);
        }

        Allow(rules, "/dev/null", ReadFile | WriteFile);
        if (mayListen && version >= 4)
        {
            var anyPort = stackalloc ulong[2] { BindTcp, 0 };
            _ = LinuxCalls.syscall(AddRule, rules, NetworkPort, (nint)anyPort, 0);
        }

        var isHeld = LinuxCalls.syscall(RestrictSelf, rules, 0, 0, 0) == 0;
        _ = LinuxCalls.close(rules);
        return isHeld;
    }

    private static void Allow(int rules, string path, ulong rights)
    {
        var descriptor = LinuxCalls.open(path, LinuxCalls.PathOnly);
        if (descriptor < 0)
        {
            return;
        }

        var rule = new PathRule { Rights = Directory.Exists(path) ? rights : rights & (Execute | WriteFile | ReadFile), Descriptor = descriptor };
        _ = LinuxCalls.syscall(AddRule, rules, BeneathPath, (nint)(&rule), 0);
        _ = LinuxCalls.close(descriptor);
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Rights;
        public int Descriptor;
    }
}
