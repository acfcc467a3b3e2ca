namespace OrleansFrames.Storage;

/// <summary>Tries external storages out. Holds nothing; one activation per silo. Key: <c>storagecheck</c>.</summary>
[Alias("frames.IStorageCheckGrain")]
public interface IStorageCheckGrain : IGrainWithStringKey
{
    /// <summary>Writes a small file into the storage.</summary>
    /// <returns>The file's signed URL, or why there is none.</returns>
    [Alias("Check")]
    Task<Outcome<string>> CheckAsync(string app, string name, CancellationToken cancellationToken);
}
