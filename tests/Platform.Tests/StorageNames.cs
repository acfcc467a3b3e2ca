namespace OrleansFrames.Platform.Tests;

internal static class StorageNames
{
    public const string Memory = "memory";
    public const string Sqlite = "sqlite";
}
