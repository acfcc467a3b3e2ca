using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Sources.Files;

/// <summary>Paths without links: .NET resolves the last part of a path only.</summary>
internal static unsafe partial class RealPath
{
    /// <summary>The path with every link followed; null when it leads nowhere.</summary>
    public static string? Of(string path)
    {
        var real = realpath(path, null);
        if (real is null)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8((nint)real);
        }
        finally
        {
            NativeMemory.Free(real);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* realpath(string path, byte* buffer);
}
