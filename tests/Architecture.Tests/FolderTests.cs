namespace OrleansFrames.Architecture.Tests;

/// <summary>Folders are the features, and a feature has the same name in every project.</summary>
public sealed class FolderTests
{
    private static readonly string[] Features =
        ["Apps", "CallTypes", "Calls", "Capture", "Delivery", "Ledger", "Moderation", "Storage", "Users"];

    /// <summary>What several features share on the wire.</summary>
    private static readonly string[] Shared = ["Json", "Network"];

    [Fact]
    public void The_contracts_are_sorted_by_feature()
        => Assert.Empty(Repository.Folders("Grains.Interfaces").Except(Features).Except(Shared));

    [Fact]
    public void Grains_are_sorted_by_the_features_of_the_contracts()
        => Assert.Empty(Repository.Folders("Grains").Except(Repository.Folders("Grains.Interfaces")).Except(Features));

    /// <summary>Fakes and the cluster that the tests run in are of no feature.</summary>
    [Fact]
    public void Tests_of_grains_are_sorted_by_the_same_features()
        => Assert.Empty(Repository.Folders("tests", "Grains.Tests").Except(Features).Except(Shared).Except(["Fakes", "Hosting"]));

    [Fact]
    public void No_folder_is_named_after_a_kind_of_type()
    {
        var folders = Repository.Files(".cs", Repository.Product)
            .SelectMany(file => Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar)).Distinct();
        Assert.Empty(folders.Intersect(["Models", "Services", "Interfaces", "Helpers", "Utils", "Utilities", "Common"]));
    }
}
