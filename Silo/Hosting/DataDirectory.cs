namespace OrleansFrames.Silo.Hosting;

/// <summary>The directory of databases, keys and pictures. One process at a time has it: two would capture and deliver everything twice.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockFile = "silo.lock";

    // EAGAIN of Linux and of macOS, and Windows' sharing violation.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    private FileStream? _lock;

    /// <summary>Makes the directory where it is missing, and holds it until this is disposed of or the process ends, however it ends.</summary>
    /// <exception cref="IOException">It cannot be made, written or had; the message says why and what to do.</exception>
    public void Hold(string path)
    {
        try
        {
            Make(path);
            _lock = new(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (InUse.Contains(error.HResult))
        {
            throw new IOException($"The data directory '{path}' is in use by another OrleansFrames. Stop it, or choose another directory with --data.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var reason = File.Exists(path) ? "it is a file" : error.Message.TrimEnd('.');
            throw new IOException($"The data directory '{path}' cannot be used: {reason}. Choose another with --data.", error);
        }
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>Pictures and ledger are its owner's alone; a directory that is there keeps its rights.</summary>
    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
