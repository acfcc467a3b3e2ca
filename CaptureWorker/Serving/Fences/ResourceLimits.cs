namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>What the worker may use of the machine: no core dumps, no bytes in files, so many open files; and after the silo's turn, not before it.</summary>
internal static class ResourceLimits
{
    // 200 sources with a few sockets each, and libraries.
    private const int MostOpenFiles = 8192;

    // The silo keeps the cadence: where the processor is short, the worker waits for it and not it for the worker.
    private const int Niceness = 2;

    /// <summary>Holds for all threads. False when one of the limits was not taken.</summary>
    public static bool Set()
    {
        // Threads inherit it from the one that calls.
        _ = LinuxCalls.setpriority(0, 0, Niceness);
        return Lower(LinuxCalls.CoreDump, 0) & Lower(LinuxCalls.OpenFiles, MostOpenFiles);
    }

    /// <summary>From here on no file grows.</summary>
    public static bool EndWriting() => Lower(LinuxCalls.FileSize, 0);

    private static bool Lower(int resource, nuint most)
    {
        if (LinuxCalls.getrlimit(resource, out var limit) != 0)
        {
            return false;
        }

        var least = limit.Hard < most ? limit.Hard : most;
        return LinuxCalls.setrlimit(resource, new LinuxCalls.Limit { Soft = least, Hard = least }) == 0;
    }
}
