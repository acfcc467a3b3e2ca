using OrleansFrames.Silo.Storage.External;
using OrleansFrames.Silo.Storage.Folder;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage;

/// <summary>URLs of the store that a picture's key names.</summary>
internal sealed class FrameUrls(FolderUrls folder, ExternalStorages storages) : IFrameUrls
{
    public async ValueTask<string?> MintAsync(
        string app, string objectKey, DateTimeOffset storedAt, TimeSpan life, CancellationToken cancellationToken)
    {
        var key = PictureKey.Parse(objectKey);
        if (key.IsBuiltIn)
        {
            return folder.Mint(app, objectKey, storedAt, life);
        }

        return await storages.FindAsync(app, key.Storage, cancellationToken) is { } storage
            ? await storage.SignAsync(key.Name, life, cancellationToken)
            : null;
    }
}
