namespace OrleansFrames.Storage;

/// <summary>Mints signed URLs of stored pictures.</summary>
public interface IFrameUrls
{
    /// <returns>
    /// An absolute URL that ends after <paramref name="life"/>, or with the picture's retention or the most that its storage signs for if that is
    /// sooner; null when the retention is over, or the storage is no more.
    /// </returns>
    /// <exception cref="FrameUrlException">There may be one, but it cannot be minted now.</exception>
    ValueTask<string?> MintAsync(string app, string objectKey, DateTimeOffset storedAt, TimeSpan life, CancellationToken cancellationToken);
}

/// <summary>A URL cannot be minted now: the message says why, in a sentence for the operator.</summary>
public sealed class FrameUrlException(string message, Exception? inner = null) : Exception(message, inner);
