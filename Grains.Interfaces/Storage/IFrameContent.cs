namespace OrleansFrames.Storage;

/// <summary>Serves the pictures of the built-in store to whoever holds a signed URL. Supplied by the host; a host without the store has none.</summary>
public interface IFrameContent
{
    /// <summary>
    /// Opens a picture when the signature fits app and path and has not expired. Wrong, expired and missing are all null, and take alike long.
    /// </summary>
    /// <param name="path">The object key, decoded once.</param>
    /// <param name="query">The URL's <c>exp</c>, <c>kid</c> and <c>sig</c>.</param>
    Task<Stream?> OpenAsync(string app, string path, FrameSignature query, CancellationToken cancellationToken);
}

/// <param name="Expires">Unix seconds, as text.</param>
/// <param name="KeyId">Which of the service's keys signed.</param>
/// <param name="Signature">base64url of an HMAC-SHA256.</param>
public sealed record FrameSignature(string Expires, string KeyId, string Signature);
