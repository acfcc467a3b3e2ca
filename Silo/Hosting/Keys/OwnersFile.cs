using System.Text;
using OrleansFrames.Silo.Storage.Folder;

namespace OrleansFrames.Silo.Hosting.Keys;

/// <summary>Makes files that only their owner can read.</summary>
internal static class OwnersFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file whole, on the disk, and once: when it is there already, or comes to be meanwhile, it stays as it is.</summary>
    public static void MakeOnce(string path, Func<string> content)
    {
        if (File.Exists(path))
        {
            return;
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{Path.GetFileName(path)}-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(content()));
                stream.Flush(flushToDisk: true);
            }

            // Two processes that start together must end with one content: the first link wins, the other reads it.
            Posix.TryLink(draft, path);
            Posix.Flush(directory);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
