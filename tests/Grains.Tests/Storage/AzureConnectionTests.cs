using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.Storage;

public sealed class AzureConnectionTests
{
    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=a2V5PQ==;EndpointSuffix=core.windows.net", "acc", null, true)]
    [InlineData("BlobEndpoint=http://127.0.0.1:10000/acc;AccountName=acc;AccountKey=a2V5;", "acc", "http://127.0.0.1:10000/acc", true)]
    [InlineData("blobendpoint=https://b/;SharedAccessSignature=sv=1&sig=x", null, "https://b/", false)]
    [InlineData("UseDevelopmentStorage=true", null, null, true)]
    public void Text_TellsWhatMatters(string text, string? account, string? endpoint, bool canSign)
        => Assert.Equal(new AzureConnection(account, endpoint, canSign), AzureConnection.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no pairs at all")]
    [InlineData("AccountName=")]
    [InlineData("AccountName=a;AccountName=b")]
    public void Text_ThatIsNone_IsNull(string? text) => Assert.Null(AzureConnection.Parse(text));
}
