using OrleansFrames.Cameras;
using OrleansFrames.EndToEnd.Tests.Hosts;
using OrleansFrames.Silo.Tests.Storage.Servers;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>A bucket of the customer's own, made and used through GetStream's library for Node.</summary>
public sealed class StorageTests
{
    [Fact]
    public async Task NodeSdk_RecordsIntoABucketOfItsOwn()
    {
        await using S3Gate bucket = new();
        await bucket.StartAsync();
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        var camera = await server.AddAsync(new("ada"), CancellationToken.None);
        await using var silo = await SiloProcess.StartAsync();

        var output = await Node.RunAsync(
            "storage.mjs", $"http://127.0.0.1:{silo.Port}", SiloProcess.ApiKey, SiloProcess.Secret, Tokens.Server, camera.Url.ToString(),
            bucket.Url.AbsoluteUri, S3Gate.Key, S3Gate.Secret, S3Gate.Region);

        Assert.EndsWith("stored\n", output, StringComparison.Ordinal);
        Assert.Contains(bucket.Objects, one => one.Key.StartsWith("pictures/calls/stream-", StringComparison.Ordinal));
        Assert.Contains(bucket.Objects, one => one.Key.EndsWith(".jpg", StringComparison.Ordinal) && one.Value.ContentType == "image/jpeg");
        Assert.False(Directory.Exists(Path.Combine(silo.Data, "frames")) && Directory.EnumerateFiles(Path.Combine(silo.Data, "frames"), "*", SearchOption.AllDirectories).Any());
        foreach (var file in Directory.EnumerateFiles(silo.Data, "*.db*"))
        {
            Assert.False(await HoldsAsync(file, S3Gate.Secret), $"{file} holds the secret");
        }
    }

    private static async Task<bool> HoldsAsync(string path, string secret)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file, System.Text.Encoding.Latin1);
        return (await reader.ReadToEndAsync()).Contains(secret, StringComparison.Ordinal);
    }
}
