using System.Collections;
using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>Runs this very program again in the same process: what restricts one thread only then holds for all, since all threads begin anew.</summary>
internal static unsafe class NextProgram
{
    /// <summary>Returns only when it cannot be run.</summary>
    /// <param name="argument">Added to the command line.</param>
    /// <param name="temporary">The folder for temporary files.</param>
    public static void Execute(string argument, string temporary)
    {
        var words = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(entry => entry.Key is not "TMPDIR")
            .Select(entry => $"{entry.Key}={entry.Value}");
        _ = LinuxCalls.execve("/proc/self/exe", Block([.. words, argument]), Block([.. environment, $"TMPDIR={temporary}"]));
    }

    // Never freed: it is handed to the kernel, or the start goes on without.
    private static byte** Block(string[] words)
    {
        var block = (byte**)NativeMemory.AllocZeroed((nuint)(words.Length + 1), (nuint)sizeof(byte*));
        for (var at = 0; at < words.Length; at++)
        {
            block[at] = (byte*)Marshal.StringToCoTaskMemUTF8(words[at]);
        }

        return block;
    }
}
