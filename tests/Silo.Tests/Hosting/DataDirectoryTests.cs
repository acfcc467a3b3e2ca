using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hold_MissingDirectory_IsMadeForItsOwnerAlone()
    {
        using DataDirectory data = new();
        data.Hold(_folder["new"]);

        Assert.Equal(OwnersAlone, ModeOf(_folder["new"]));
    }

    [Fact]
    public void Hold_DirectoryThatIsThere_KeepsItsRights()
    {
        Directory.CreateDirectory(_folder["old"]);
        var before = ModeOf(_folder["old"]);
        using DataDirectory data = new();
        data.Hold(_folder["old"]);

        Assert.Equal(before, ModeOf(_folder["old"]));
    }

    private static UnixFileMode ModeOf(string path)
        => OperatingSystem.IsWindows() ? OwnersAlone : File.GetUnixFileMode(path);
}
