namespace OrleansFrames.Storage;

/// <summary>Keeps pictures. Create-only: an object that is there already holds the same bytes, because its name holds their hash.</summary>
public interface IFrameStore
{
    /// <summary>Stores a picture. It is durable once the ledger commits the tick that names it. Never throws for what the store does.</summary>
    /// <param name="objectKey">A <see cref="PictureKey"/> as text; an external storage puts its prefix before the name.</param>
    Task<StoreResult> PutAsync(string app, string objectKey, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken);
}

/// <param name="Error">One sentence where it was not stored; null when it was.</param>
public sealed record StoreResult(string? Error)
{
    /// <summary>Where an external storage has it, as <see cref="PictureKey"/>; null when it is under the key that was asked for.</summary>
    public string? ObjectKey { get; init; }

    public static StoreResult Stored { get; } = new((string?)null);

    public bool IsStored => Error is null;
}
