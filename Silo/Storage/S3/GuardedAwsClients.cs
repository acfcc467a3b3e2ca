using Amazon.Runtime;
using OrleansFrames.Silo.Hosting.Network;

namespace OrleansFrames.Silo.Storage.S3;

/// <summary>Gives the AWS SDK the client that keeps the address rule.</summary>
internal sealed class GuardedAwsClients(IHttpClientFactory clients) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => clients.CreateGuarded();

    // The factory behind it keeps the connections.
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
}
