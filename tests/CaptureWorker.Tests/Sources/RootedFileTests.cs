using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Files;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RootedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frames-root-");
    private readonly string _root;

    public RootedFileTests()
    {
        _root = Path.Combine(_folder.FullName, "root");
        Directory.CreateDirectory(Path.Combine(_root, "inner"));
        File.WriteAllText(Path.Combine(_root, "clip"), "inside");
        File.WriteAllText(Path.Combine(_root, "empty"), "");
        File.WriteAllText(Path.Combine(_folder.FullName, "secret"), "outside");
        File.WriteAllText(Path.Combine(_folder.FullName, "root-beside"), "outside");
        File.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(_root, "clip"));
        File.CreateSymbolicLink(Path.Combine(_root, "way-out"), Path.Combine(_folder.FullName, "secret"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "folder-out"), _folder.FullName);
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "root-link"), _root);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("clip")]
    [InlineData("link")]
    [InlineData("inner/../clip")]
    [InlineData("%63lip")]
    public void WhatLiesBelowTheRoot_IsOpened(string name)
    {
        using var file = Open(name);
        using var again = new StreamReader(RootedFile.Reopen(file, 2));

        Assert.Equal("side", again.ReadToEnd());
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("inner/../../secret")]
    [InlineData("%2e%2e/secret")]
    [InlineData("way-out")]
    [InlineData("folder-out/secret")]
    [InlineData("../root-beside")]
    [InlineData("../no-such-file")]
    public void WhatLiesOutside_IsBlocked_WhetherItIsThereOrNot(string name) => AssertFault(FailureReason.BlockedAddress, "CaptureWorker:FileRoot", () => Open(name));

    [Theory]
    [InlineData("no-such-file")]
    [InlineData("empty")]
    [InlineData("inner")]
    public void WhatIsNoFile_IsNotFound(string name) => AssertFault(FailureReason.NotFound, "no such file", () => Open(name));

    [Fact]
    public void ARootThatIsALink_IsTheFolderItLeadsTo()
    {
        using var file = new RootedFile(Path.Combine(_folder.FullName, "root-link")).Open($"file://{_folder.FullName}/root-link/clip");

        Assert.Equal(6, file.Length);
    }

    [Fact]
    public void WithoutARoot_EveryFileIsBlocked() =>
        AssertFault(FailureReason.BlockedAddress, "CaptureWorker:FileRoot", () => new RootedFile(null).Open($"file://{_root}/clip"));

    [Fact]
    public void AFileOfAHost_IsUnsupported() => AssertFault(FailureReason.Unsupported, "file:///", () => new RootedFile(_root).Open($"file://host{_root}/clip"));

    private FileStream Open(string name) => new RootedFile(_root).Open($"file://{_root}/{name}");

    private static void AssertFault(FailureReason reason, string hint, Func<FileStream> open)
    {
        var fault = Assert.Throws<SourceException>(open).Fault;
        Assert.Equal(reason, fault.Reason);
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }
}
