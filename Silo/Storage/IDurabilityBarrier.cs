namespace OrleansFrames.Silo.Storage;

/// <summary>Makes stored pictures survive a power cut, before the ledger commits the ticks that name them.</summary>
internal interface IDurabilityBarrier
{
    /// <summary>Blocks until the pictures are on the disk: each file, then each directory once.</summary>
    /// <returns>Those that could not be made durable, each with its reason; empty when all are.</returns>
    IReadOnlyDictionary<StoredObject, string> Flush(IReadOnlyCollection<StoredObject> pictures);
}

/// <summary>A picture in the built-in store.</summary>
internal readonly record struct StoredObject(string App, string ObjectKey);
