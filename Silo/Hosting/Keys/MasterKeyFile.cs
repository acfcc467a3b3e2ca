using System.Security.Cryptography;

namespace OrleansFrames.Silo.Hosting.Keys;

/// <summary>Keys in a file that only its owner can read: one a line, newest first, name and base64 with a space between.</summary>
internal static class MasterKeyFile
{
    /// <summary>Reads the file; when it is missing makes it, with one new key.</summary>
    /// <exception cref="InvalidOperationException">The file holds something else.</exception>
    public static IReadOnlyList<MasterKey> ReadOrMake(string path)
    {
        OwnersFile.MakeOnce(path, NewKey);
        var lines = File.ReadAllLines(path).Where(line => line.Length > 0).ToArray();
        return lines.Length > 0 ? [.. lines.Select(line => Parse(path, line))] : throw Unusable(path);
    }

    private static string NewKey()
        => $"{RandomNumberGenerator.GetHexString(8, lowercase: true)} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Size))}\n";

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
