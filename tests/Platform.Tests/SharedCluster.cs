namespace OrleansFrames.Platform.Tests;

/// <summary>The tests that share one silo; each uses grain keys of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedCluster : ICollectionFixture<PlatformCluster>
{
    public const string Name = "shared cluster";
}
