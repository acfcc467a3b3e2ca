using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>The kernel's calls that fences are made of, where .NET has none. All answer -1 when they fail.</summary>
internal static unsafe partial class LinuxCalls
{
    public const int SetNoNewPrivileges = 38;
    public const int DropFromBoundingSet = 24;
    public const int FileSize = 1;
    public const int CoreDump = 4;
    public const int OpenFiles = 7;
    public const int PathOnly = 0x200000 | 0x80000;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setpriority(int which, int who, int priority);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getrlimit(int resource, out Limit limit);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setrlimit(int resource, in Limit limit);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    public static partial int getppid();

    [LibraryImport("libc")]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int execve(string path, byte** arguments, byte** environment);

    /// <summary>A resource limit: what holds now, and how far it may be raised again.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
