using OrleansFrames.Silo.Storage;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

public sealed class FolderStoreTests : FrameStoreSuite, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FolderHost _host;

    public FolderStoreTests() => _host = new(_folder.Path);

    private protected override IFrameStore Store => _host.Store;

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Put_LeavesThePictureAndNothingElse()
    {
        await PutAsync(Key, [1, 2, 3]);
        await PutAsync(Key, [1, 2, 3]);
        await PutAsync(Key, [9]);

        Assert.Equal(_folder["frames", App, Key], Assert.Single(Directory.GetFiles(_folder["frames"], "*", SearchOption.AllDirectories)));
    }

    [Fact]
    public async Task Put_WhileOthersLook_NoHalfPictureIsEverThere()
    {
        var bytes = new byte[3_000_000];
        Array.Fill(bytes, (byte)7);
        var path = _folder["frames", App, Key];
        using var done = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            var lengths = new HashSet<long>();
            while (!done.IsCancellationRequested)
            {
                lengths.Add(File.Exists(path) ? new FileInfo(path).Length : -1);
            }

            return lengths;
        });

        Assert.True((await PutAsync(Key, bytes)).IsStored);
        await done.CancelAsync();

        Assert.Empty((await Deadline.For(looking, "the onlooker")).Except([-1, bytes.Length]));
    }

    [Theory]
    [InlineData(App, "../escape.jpg")]
    [InlineData(App, "e/../../escape.jpg")]
    [InlineData(App, "e//1.jpg")]
    [InlineData(App, "/etc/1.jpg")]
    [InlineData(App, "e/.hidden")]
    [InlineData(App, "e/.")]
    [InlineData(App, "")]
    [InlineData(App, "e/1.jpg\n")]
    [InlineData(App, "e\\1.jpg")]
    [InlineData(App, "e/%2e%2e/1.jpg")]
    [InlineData(App, "e/ü.jpg")]
    [InlineData("..", "e/1.jpg")]
    [InlineData("a/b", "e/1.jpg")]
    [InlineData("", "e/1.jpg")]
    public async Task Put_UnsafeName_IsRefusedInWords(string app, string key)
    {
        var result = await Store.PutAsync(app, key, new byte[] { 1 }, "image/jpeg", None);

        Assert.Contains("not a safe name", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["frames"]));
        Assert.Equal(result.Error, (await Store.PutAsync(app, key, new byte[] { 1 }, "image/jpeg", None)).Error);
    }

    [Fact]
    public async Task Put_DirectoryThatCannotBeMade_IsRefusedInWordsAndRecovers()
    {
        Directory.CreateDirectory(_folder["frames", App]);
        File.WriteAllText(_folder["frames", App, "egress-1"], "in the way");

        var result = await PutAsync(Key, [1]);
        Assert.Contains("could not write", result.Error, StringComparison.Ordinal);

        File.Delete(_folder["frames", App, "egress-1"]);
        Assert.True((await PutAsync(Key, [1])).IsStored);
    }

    [Fact]
    public async Task Barrier_StoredPictures_AreFlushed()
    {
        await PutAsync("e1/t1/1.jpg", [1]);
        await PutAsync("e1/t2/1.jpg", [2]);

        Assert.Empty(_host.Barrier.Flush([new(App, "e1/t1/1.jpg"), new(App, "e1/t2/1.jpg")]));
        Assert.Empty(_host.Barrier.Flush([new(App, "e1/t2/1.jpg")]));
    }

    [Fact]
    public async Task Barrier_MissingOrUnsafePicture_FailsAlone()
    {
        await PutAsync("e1/t1/1.jpg", [1]);
        var (missing, escaping) = (new StoredObject(App, "e1/t1/2.jpg"), new StoredObject(App, "../../1.jpg"));

        var failures = _host.Barrier.Flush([new(App, "e1/t1/1.jpg"), missing, escaping]);

        Assert.Equal([escaping, missing], failures.Keys.OrderBy(picture => picture.ObjectKey, StringComparer.Ordinal));
        Assert.Contains("No such file", failures[missing], StringComparison.Ordinal);
    }

    private protected override Task<byte[]?> ReadAsync(string app, string key)
        => Task.FromResult(File.Exists(_folder["frames", app, key]) ? File.ReadAllBytes(_folder["frames", app, key]) : null);
}
