using System.Globalization;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Files;

/// <summary>Opens files below one folder, wherever links and dots in their names may point.</summary>
internal sealed class RootedFile(string? root)
{
    private const string Setting = "CaptureWorker:FileRoot";

    /// <exception cref="SourceException">It is not there, or must not be read.</exception>
    public FileStream Open(string url)
    {
        if (root is null)
        {
            throw Blocked($"files may not be played; the setting {Setting} names the folder of those that may");
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || !parsed.IsFile || parsed.Host.Length > 0)
        {
            throw new SourceException(FailureReason.Unsupported, "the URL is no path of a file; give one such as file:///media/clip.mp4");
        }

        // What lies elsewhere is not looked at, so that nobody learns what is there.
        var folder = RealPath.Of(root) ?? throw new SourceException(FailureReason.NotFound, $"the folder of {Setting} does not exist");
        var path = Path.GetFullPath(parsed.LocalPath);
        if (!IsBelow(Path.GetFullPath(root), path) && !IsBelow(folder, path))
        {
            throw Outside();
        }

        try
        {
            // A pipe or a device has no length, and opening one can wait for ever.
            if (new FileInfo(path) is not { Exists: true } found || new FileInfo(found.ResolveLinkTarget(true)?.FullName ?? path).Length == 0)
            {
                throw new SourceException(FailureReason.NotFound, "there is no such file, or it is empty");
            }

            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return IsBelow(folder, PathOf(file)) ? file : throw Closed(file);
        }
        catch (UnauthorizedAccessException)
        {
            throw new SourceException(FailureReason.Auth, "the service may not read the file; check its permissions");
        }
    }

    /// <summary>The very file that was opened, once more: its name may lead elsewhere by now.</summary>
    public static FileStream Reopen(FileStream file, long position) =>
        new(Descriptor(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) { Position = position };

    private static string PathOf(FileStream file) => RealPath.Of(Descriptor(file)) ?? "";

    private static string Descriptor(FileStream file) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}");

    private static bool IsBelow(string folder, string path) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static SourceException Closed(FileStream file)
    {
        file.Dispose();
        return Outside();
    }

    private static SourceException Outside() => Blocked($"the file lies outside of the folder that the setting {Setting} names");

    private static SourceException Blocked(string detail) => new(FailureReason.BlockedAddress, detail);
}
