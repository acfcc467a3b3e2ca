using Amazon.Runtime;
using OrleansFrames.Silo.Hosting.Network;

namespace OrleansFrames.Silo.Sinks.Sqs;

/// <summary>Lets the AWS SDK connect only where the address rule allows.</summary>
internal sealed class GuardedAwsHttp(IHttpClientFactory clients) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => clients.CreateGuarded();

    // The factory keeps the connections; a client of it costs nothing.
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
}
