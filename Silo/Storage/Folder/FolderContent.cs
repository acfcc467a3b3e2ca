using System.Globalization;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.Folder;

internal sealed class FolderContent(FramePaths paths, FrameSigner signer, TimeProvider clock) : IFrameContent
{
    private const int BufferSize = 64 * 1024;

    public Task<Stream?> OpenAsync(string app, string path, FrameSignature query, CancellationToken cancellationToken)
    {
        var signed = signer.Verify(app, path, query);
        var live = long.TryParse(query.Expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && clock.GetUtcNow().ToUnixTimeSeconds() < end;
        return Task.FromResult<Stream?>(signed && live && paths.TryFind(app, path, out var file) ? Open(file) : null);
    }

    private static FileStream? Open(string file)
    {
        try
        {
            return new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(file))
        {
            return null;
        }
    }
}
