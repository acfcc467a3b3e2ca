namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>What root may do beyond others: a worker that is started by root keeps next to nothing of it.</summary>
internal static class Privileges
{
    private const int Last = 63;

    // Files of other owners may be sources, and RTP may come to a port below 1024.
    private const int ReadAnyFile = 2;
    private const int BindLowPort = 10;

    /// <summary>No program that is executed from here on gains rights. False where the kernel does not know that.</summary>
    public static bool GiveUp() => LinuxCalls.prctl(LinuxCalls.SetNoNewPrivileges, 1, 0, 0, 0) == 0;

    /// <summary>Takes effect with the next program that this thread executes; without the right to drop rights there are none to drop.</summary>
    public static void DropForNextProgram()
    {
        for (var right = 0; right <= Last; right++)
        {
            if (right is not (ReadAnyFile or BindLowPort))
            {
                _ = LinuxCalls.prctl(LinuxCalls.DropFromBoundingSet, (nuint)right, 0, 0, 0);
            }
        }
    }
}
