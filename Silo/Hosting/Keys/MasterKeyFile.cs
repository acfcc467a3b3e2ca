using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Silo.Storage.Folder;

namespace OrleansFrames.Silo.Hosting.Keys;

/// <summary>Keys in a file that only its owner can read: one a line, newest first, name and base64 with a space between.</summary>
internal static class MasterKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the file; when it is missing makes it, with one new key.</summary>
    /// <exception cref="InvalidOperationException">The file holds something else.</exception>
    public static IReadOnlyList<MasterKey> ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        var lines = File.ReadAllLines(path).Where(line => line.Length > 0).ToArray();
        return lines.Length > 0 ? [.. lines.Select(line => Parse(path, line))] : throw Unusable(path);
    }

    private static void Make(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var line = $"{RandomNumberGenerator.GetHexString(8, lowercase: true)} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Size))}\n";
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
                stream.Write(Encoding.ASCII.GetBytes(line));
                stream.Flush(flushToDisk: true);
            }

            // Two processes that start together must end with one key: the first link wins, the other reads it.
            Posix.TryLink(draft, path);
            Posix.Flush(directory);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static MasterKey Parse(string path, string line)
    {
        var bytes = new byte[MasterKey.Size + 1];
        return line.Split(' ') is [{ Length: > 0 } kid, var key] && Convert.TryFromBase64String(key, bytes, out var length) && length == MasterKey.Size
            ? new(kid, bytes[..MasterKey.Size])
            : throw Unusable(path);
    }

    private static InvalidOperationException Unusable(string path) => new(
        $"{path} does not hold a name and {MasterKey.Size} bytes in base64 on each line. Restore it from a copy: what it sealed cannot be read without it.");
}
