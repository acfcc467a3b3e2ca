using OrleansFrames.Silo.Storage.External;
using OrleansFrames.Silo.Storage.Folder;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage;

/// <summary>The built-in store and the external ones, by what a picture's key names.</summary>
internal sealed class FrameStores(FolderStore folder, ExternalStorages storages) : IFrameStore
{
    public async Task<StoreResult> PutAsync(
        string app, string objectKey, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        var key = PictureKey.Parse(objectKey);
        if (key.IsBuiltIn)
        {
            return await folder.PutAsync(app, objectKey, bytes, contentType, cancellationToken);
        }

        try
        {
            return await storages.FindAsync(app, key.Storage, cancellationToken) is { } storage
                ? await storage.PutAsync(key.Name, bytes, contentType, cancellationToken)
                : new($"the external storage '{key.Storage}' does not exist any more");
        }
        catch (FrameUrlException error)
        {
            return new(error.Message);
        }
    }
}
