using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>Tries from inside what the fence is there to stop, and says of each attempt whether it was refused: for operators, about their host.</summary>
internal static class FenceCheck
{
    /// <param name="file">A file that belongs to somebody else: it is read, written and deleted if that goes.</param>
    /// <param name="fences">The parts that are said to hold.</param>
    public static void Run(string file, IReadOnlyList<string> fences)
    {
        Console.WriteLine($"fences {string.Join(',', fences)}");
        Try("read", () => File.ReadAllText(file));
        Try("write", () => File.AppendAllText(file, "written"));
        Try("create", () => File.WriteAllText($"{file}.new", "made"));
        Try("link", () => File.CreateSymbolicLink($"{file}.link", file));
        Try("rename", () => File.Move(file, $"{file}.moved"));
        Try("delete", () => File.Delete(file));
        Try("make-folder", () => Directory.CreateDirectory($"{file}.folder"));
        Try("execute", Execute);
        Try("listen", Listen);
        Try("signal", Signal);
    }

    private static void Try(string what, Action attempt)
    {
        try
        {
            attempt();
            Console.WriteLine($"{what} allowed");
        }
        catch (Exception refused)
        {
            Console.WriteLine($"{what} refused ({refused.Message})");
        }
    }

    private static void Execute()
    {
        using var program = Process.Start(new ProcessStartInfo("/bin/true") { UseShellExecute = false });
        program?.WaitForExit();
    }

    private static void Listen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
    }

    // Its parent: for the kernel to say whether it may, nothing need arrive there.
    private static void Signal()
    {
        if (LinuxCalls.kill(LinuxCalls.getppid(), 0) != 0)
        {
            throw new UnauthorizedAccessException(System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage());
        }
    }
}
