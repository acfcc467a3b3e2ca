using OrleansFrames.Silo.Tests.Storage.Servers;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

/// <summary>Azure with an account's key, in a connection string.</summary>
public sealed class AzureKeyStoreTests : ExternalStoreSuite
{
    public AzureKeyStoreTests()
        : base(new AzureGate())
    {
    }

    private protected override TimeSpan LongestLife => TimeSpan.FromDays(14);

    [Fact]
    public async Task WrongKey_IsRefusedInTheStoresWords()
    {
        Host.Access = Access(Convert.ToBase64String(new byte[32]));

        Assert.Contains("403 AuthenticationFailed", (await PutAsync(Key, [1])).Error, StringComparison.Ordinal);
    }

    private protected override StorageHost Open(params (string Key, string Value)[] settings) => new(StorageType.Azure, Access(AzureGate.AccountKey), null, settings);

    private StorageAccess Access(string key)
        => new(null, new(null, null, $"DefaultEndpointsProtocol=http;AccountName={AzureGate.Account};AccountKey={key};BlobEndpoint={((AzureGate)Gate).Endpoint}", null));
}
