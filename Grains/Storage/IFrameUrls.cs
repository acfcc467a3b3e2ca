namespace OrleansFrames.Storage;

/// <summary>Mints signed URLs of stored pictures.</summary>
public interface IFrameUrls
{
    /// <summary>An absolute URL that ends after <paramref name="life"/>, or with the picture's retention if that is sooner; null when the retention is over.</summary>
    string? Mint(string app, string objectKey, DateTimeOffset storedAt, TimeSpan life);
}
