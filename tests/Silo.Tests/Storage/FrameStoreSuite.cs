using System.Security.Cryptography;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

/// <summary>What every frame store keeps to.</summary>
public abstract class FrameStoreSuite
{
    private protected const string App = "app-1";
    private protected const string Key = "egress-1/track-1/00000001-0123456789abcdef.jpg";

    private protected static CancellationToken None => CancellationToken.None;

    private protected abstract IFrameStore Store { get; }

    [Fact]
    public async Task Put_NewPicture_IsThereByteForByte()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);

        Assert.Null((await PutAsync(Key, bytes)).Error);

        Assert.Equal(bytes, await ReadAsync(App, Key));
    }

    [Fact]
    public async Task Put_SamePictureAgain_IsStored()
    {
        byte[] bytes = [1, 2, 3];
        await PutAsync(Key, bytes);

        Assert.Null((await PutAsync(Key, bytes)).Error);
        Assert.Equal(bytes, await ReadAsync(App, Key));
    }

    [Fact]
    public async Task Put_SamePictureFromMany_IsStoredForAll()
    {
        var bytes = RandomNumberGenerator.GetBytes(50_000);

        var results = await Deadline.For(Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => PutAsync(Key, bytes)))), "32 puts");

        Assert.All(results, result => Assert.Null(result.Error));
        Assert.Equal(bytes, await ReadAsync(App, Key));
    }

    [Fact]
    public async Task Put_OtherBytesUnderAName_NeverReplaceThePicture()
    {
        await PutAsync(Key, [1, 2, 3]);

        Assert.False((await PutAsync(Key, [1, 2, 4])).IsStored);
        Assert.False((await PutAsync(Key, [])).IsStored);
        Assert.Equal([1, 2, 3], await ReadAsync(App, Key));
    }

    [Fact]
    public async Task Put_ManyPictures_AreKeptApartByAppAndName()
    {
        await PutAsync("e/t/1.jpg", [1]);
        await PutAsync("e/t/2.jpg", [2]);
        await Store.PutAsync("app-2", "e/t/1.jpg", new byte[] { 3 }, "image/jpeg", None);

        Assert.Equal([1], await ReadAsync(App, "e/t/1.jpg"));
        Assert.Equal([2], await ReadAsync(App, "e/t/2.jpg"));
        Assert.Equal([3], await ReadAsync("app-2", "e/t/1.jpg"));
    }

    [Fact]
    public async Task Put_Cancelled_ThrowsAndLeavesNoPicture()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.PutAsync(App, Key, new byte[1000], "image/jpeg", new CancellationToken(canceled: true)));

        Assert.Null(await ReadAsync(App, Key));
    }

    private protected Task<StoreResult> PutAsync(string key, byte[] bytes) => Store.PutAsync(App, key, bytes, "image/jpeg", None);

    /// <summary>The stored bytes as the store's own customers see them, or null.</summary>
    private protected abstract Task<byte[]?> ReadAsync(string app, string key);
}
