namespace OrleansFrames.Storage;

/// <summary>
/// Where a picture lies, as one text in the ledger's <c>object_key</c>: its name in the built-in store, or <c>{storage}:{name}</c> in an external one.
/// </summary>
/// <param name="Storage">Name of the external storage; empty for the built-in store.</param>
/// <param name="Name">The whole name of the object, with the prefix that the storage had when it was stored.</param>
public readonly record struct PictureKey(string Storage, string Name)
{
    public bool IsBuiltIn => Storage.Length == 0;

    /// <remarks>Neither the name of a storage nor that of a picture in the built-in store has a colon.</remarks>
    public static PictureKey Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new("", text) : new(text[..colon], text[(colon + 1)..]);
    }

    public override string ToString() => IsBuiltIn ? Name : $"{Storage}:{Name}";
}
