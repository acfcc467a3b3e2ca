namespace OrleansFrames;

/// <summary>Names of the grain storages that a host must register.</summary>
public static class StorageNames
{
    public const string Frames = "frames";
}
