using OrleansFrames.Silo.Storage.AzureBlob;
using OrleansFrames.Silo.Storage.S3;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.External;

/// <summary>Makes the adapter that an external storage needs.</summary>
internal sealed class StorageOpener(S3Opener s3, AzureOpener azure)
{
    /// <exception cref="ArgumentException">The credentials are of no use.</exception>
    /// <exception cref="FormatException">The same.</exception>
    public IObjectStore Open(ExternalStorage storage, StorageAccess access) => (storage.Type, access) switch
    {
        (StorageType.S3, { S3: { } own }) => s3.Open(storage.Bucket, own),
        (StorageType.Azure, { Azure: { } own }) => azure.Open(storage.Bucket, own),
        _ => throw new ArgumentException($"a storage of type {storage.Type} without its credentials", nameof(access)),
    };
}
