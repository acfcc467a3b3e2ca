using System.Security.Cryptography;

namespace OrleansFrames.Silo.Hosting;

/// <summary>The app of a data folder: key and secret are made once and kept in <c>app.key</c>, readable by its owner only.</summary>
internal static class DefaultApp
{
    public static AppCredentials Of(string data)
    {
        Directory.CreateDirectory(data);
        var path = Path.Combine(data, "app.key");
        if (!File.Exists(path))
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using FileStream file = new(path, options);
            using StreamWriter writer = new(file);
            writer.WriteLine(Random(6));
            writer.WriteLine(Random(32));
        }

        var lines = File.ReadAllLines(path);
        return new() { ApiKey = lines[0], Secrets = { lines[1] } };
    }

    private static string Random(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);
}
