using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>Pictures as files. A picture appears under its name whole or not at all; the ledger's commit waits for <see cref="FolderBarrier"/>.</summary>
internal sealed class FolderStore(FramePaths paths) : IFrameStore
{
    public async Task<StoreResult> PutAsync(
        string app, string objectKey, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        if (!paths.TryFind(app, objectKey, out var path))
        {
            return new($"'{app}/{objectKey}' is not a safe name for a file.");
        }

        try
        {
            return await CreateAsync(path, bytes, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new($"The frame store could not write {objectKey}: {failure.Message}");
        }
    }

    private static async Task<StoreResult> CreateAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{Guid.NewGuid():N}.draft");
        try
        {
            using (var file = File.OpenHandle(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous, bytes.Length))
            {
                await RandomAccess.WriteAsync(file, bytes, fileOffset: 0, cancellationToken);
            }

            return Posix.TryLink(draft, path) || await HoldsAsync(path, bytes, cancellationToken)
                ? StoreResult.Stored
                : new($"The frame store has other bytes under {Path.GetFileName(path)} already.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task<bool> HoldsAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        => new FileInfo(path).Length == bytes.Length && (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(bytes.Span);
}
