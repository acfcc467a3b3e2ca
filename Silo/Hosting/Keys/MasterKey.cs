namespace OrleansFrames.Silo.Hosting.Keys;

/// <param name="Kid">Its name, which travels with all that it seals and signs.</param>
internal sealed record MasterKey(string Kid, byte[] Bytes)
{
    /// <summary>In bytes.</summary>
    public const int Size = 32;
}
