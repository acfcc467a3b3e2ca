using System.Security.Cryptography;
using OrleansFrames.Silo.Hosting.Keys;

namespace OrleansFrames.Silo.Hosting;

/// <summary>The app of a data folder: key and secret are made once and kept in <c>app.key</c>, readable by its owner only.</summary>
internal static class DefaultApp
{
    /// <exception cref="InvalidOperationException">The file holds something else.</exception>
    public static AppCredentials Of(string data)
    {
        var path = Path.Combine(data, "app.key");
        OwnersFile.MakeOnce(path, () => $"{Random(6)}\n{Random(32)}\n");
        return File.ReadAllLines(path) is [{ Length: > 0 } key, { Length: >= AppCredentials.ShortestSecret } secret]
            ? new() { ApiKey = key, Secrets = { secret } }
            : throw new InvalidOperationException(
                $"{path} does not hold an API key and its secret, one a line. Restore it from a copy, or remove it: then new ones are made, and what was recorded stays with the old key.");
    }

    private static string Random(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);
}
