using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>Pictures as files. A picture appears under its name whole or not at all; the ledger's commit waits for <see cref="FolderBarrier"/>.</summary>
internal sealed class FolderStore(FramePaths paths) : IFrameStore
{
    // A write to the page cache is over sooner than another thread has begun it; what waits for the disk is the barrier.
    public Task<StoreResult> PutAsync(
        string app, string objectKey, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<StoreResult>(cancellationToken)
            : Task.FromResult(Put(app, objectKey, bytes.Span));

    private StoreResult Put(string app, string objectKey, ReadOnlySpan<byte> bytes)
    {
        if (!paths.TryFind(app, objectKey, out var path))
        {
            return new($"'{app}/{objectKey}' is not a safe name for a file.");
        }

        try
        {
            return Create(path, bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new($"The frame store could not write {objectKey}: {failure.Message}");
        }
    }

    private static StoreResult Create(string path, ReadOnlySpan<byte> bytes)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{Guid.NewGuid():N}.draft");
        try
        {
            using (var file = File.OpenHandle(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, bytes.Length))
            {
                RandomAccess.Write(file, bytes, fileOffset: 0);
            }

            return Posix.TryLink(draft, path) || Holds(path, bytes)
                ? StoreResult.Stored
                : new($"The frame store has other bytes under {Path.GetFileName(path)} already.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static bool Holds(string path, ReadOnlySpan<byte> bytes)
        => new FileInfo(path).Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
}
