namespace OrleansFrames.Storage;

/// <summary>Tries an external storage out, as its app has it now.</summary>
public interface IStorageCheck
{
    /// <returns>The signed URL of the file that was written, or a refusal with the reason. Never throws for what the storage does.</returns>
    Task<Outcome<string>> CheckAsync(string app, string name, CancellationToken cancellationToken);
}
