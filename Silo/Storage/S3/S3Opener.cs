using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Options;
using OrleansFrames.Silo.Storage.External;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.S3;

internal sealed class S3Opener(GuardedAwsClients http, IOptions<ExternalStorageOptions> options, TimeProvider clock)
{
    public IObjectStore Open(string bucket, S3Access access)
    {
        if (access.Key is null && !options.Value.ServerIdentity)
        {
            return new BrokenStore($"it has no key, and {ExternalStorageOptions.Section}:ServerIdentity is off");
        }

        AmazonS3Config config = new()
        {
            HttpClientFactory = http,
            AuthenticationRegion = access.Region,

            // Attempts are counted by whoever knows the tick's time.
            MaxErrorRetry = 0,
            ThrottleRetries = false,

            // An environment of the server's must not lead a customer's pictures elsewhere.
            IgnoreConfiguredEndpointUrls = true,

            // The trailing checksums that are the default are not understood by many other services.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (access.Endpoint is { } endpoint)
        {
            (config.ServiceURL, config.ForcePathStyle) = (endpoint, true);
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(access.Region);
        }

        IAmazonS3 client = access.Key is null ? new AmazonS3Client(config) : new AmazonS3Client(new BasicAWSCredentials(access.Key, access.Secret), config);
        var isPlain = access.Endpoint?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) is true;
        return new S3Store(client, bucket, isPlain ? Protocol.HTTP : Protocol.HTTPS, clock);
    }
}
