namespace OrleansFrames.Silo.Storage.External;

/// <summary>One external storage, opened with its credentials.</summary>
internal interface IObjectStore
{
    /// <summary>Tries once to create an object; one that is there with the same bytes is stored. Throws only when it is cancelled, or for bugs.</summary>
    /// <param name="name">The whole name, prefix included.</param>
    Task<StoreAttempt> PutAsync(string name, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken);

    /// <summary>A URL that reads the object, for as long as asked or as the storage signs at most.</summary>
    /// <exception cref="OrleansFrames.Storage.FrameUrlException">It cannot be signed now.</exception>
    ValueTask<string> SignAsync(string name, TimeSpan life, CancellationToken cancellationToken);
}

/// <param name="Error">One sentence where it was not stored; null when it was.</param>
/// <param name="MayPass">Another attempt may fare better.</param>
internal readonly record struct StoreAttempt(string? Error, bool MayPass = false)
{
    public static StoreAttempt Stored { get; }
}
