using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>What .NET has no call for: creating a name only if it is free, and writing a directory's entries to the disk.</summary>
internal static class Posix
{
    private const int FileExists = 17;
    private const int ReadOnly = 0;

    /// <summary>Gives a file a second name. False when the name is taken.</summary>
    /// <exception cref="IOException">It could not be linked.</exception>
    public static bool TryLink(string existing, string created)
    {
        if (link(existing, created) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == FileExists ? false : throw Failure(error);
    }

    /// <summary>Writes a file, or the entries of a directory, to the disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Flush(string path)
    {
        var descriptor = open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }

        var error = fsync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (error != 0)
        {
            throw Failure(error);
        }
    }

    private static IOException Failure(int error) => new(new Win32Exception(error).Message);

    [DllImport("libc", SetLastError = true)]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string created);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
