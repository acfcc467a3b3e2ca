using OrleansFrames.Silo.Tests.Storage.Servers;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

public sealed class S3StoreTests : ExternalStoreSuite
{
    public S3StoreTests()
        : base(new S3Gate())
    {
    }

    private protected override TimeSpan LongestLife => TimeSpan.FromDays(7);

    [Fact]
    public async Task WrongSecret_IsRefusedInTheStoresWords_UntilItIsCorrected()
    {
        Host.Access = Access("another secret");
        Assert.Contains("403 SignatureDoesNotMatch", (await PutAsync(Key, [1])).Error, StringComparison.Ordinal);

        Host.Access = Access(S3Gate.Secret);
        Host.Clock.Age(TimeSpan.FromSeconds(16));
        Assert.Null((await PutAsync(Key, [1])).Error);
    }

    [Fact]
    public async Task WithoutAKey_WhereTheServersIdentityIsOff_IsRefusedByNameOfTheSetting()
    {
        using StorageHost host = new(StorageType.S3, new(new(S3Gate.Region, null, null, null), null), null, ("Frames:ExternalStorage:ServerIdentity", "false"));

        var error = (await host.Store.PutAsync(App, $"mine:{Key}", new byte[] { 1 }, "image/jpeg", None)).Error;

        Assert.Contains("Frames:ExternalStorage:ServerIdentity", error, StringComparison.Ordinal);
    }

    private protected override StorageHost Open(params (string Key, string Value)[] settings) => new(StorageType.S3, Access(S3Gate.Secret), null, settings);

    private StorageAccess Access(string secret) => new(new(S3Gate.Region, S3Gate.Key, secret, Gate.Url.AbsoluteUri), null);
}
