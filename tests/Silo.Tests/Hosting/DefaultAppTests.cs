using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class DefaultAppTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder["data", "app.key"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MadeOnce_ForItsOwner_AndStable()
    {
        var made = DefaultApp.Of(_folder["data"]);
        var again = DefaultApp.Of(_folder["data"]);

        Assert.Equal((made.ApiKey, made.Secrets[0]), (again.ApiKey, Assert.Single(again.Secrets)));
        Assert.Empty(new FramesOptionsValidator().Validate(null, new() { Apps = { made } }).Failures ?? []);
        Assert.Equal([File], Directory.GetFiles(_folder["data"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }

        Assert.NotEqual(made.Secrets[0], DefaultApp.Of(_folder["other"]).Secrets[0]);
    }

    [Fact]
    public async Task ManyStartAtOnce_AllHaveOneApp()
    {
        var apps = await Deadline.For(Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => DefaultApp.Of(_folder["data"])))), "16 starts");

        Assert.Single(apps.Select(app => (app.ApiKey, app.Secrets[0])).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("key\n")]
    [InlineData("key\nshort\n")]
    [InlineData("\n0123456789abcdef\n")]
    public void Damaged_IsRefusedInWordsAndNotReplaced(string text)
    {
        Directory.CreateDirectory(_folder["data"]);
        System.IO.File.WriteAllText(File, text);

        Assert.Contains(File, Assert.Throws<InvalidOperationException>(() => DefaultApp.Of(_folder["data"])).Message, StringComparison.Ordinal);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }
}
