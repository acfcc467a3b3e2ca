using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using OrleansFrames.Silo.Hosting.Network;
using OrleansFrames.Silo.Storage.External;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.AzureBlob;

internal sealed class AzureOpener(IHttpClientFactory clients, IOptions<ExternalStorageOptions> options, TimeProvider clock)
{
    public IObjectStore Open(string container, AzureAccess access)
    {
        var http = clients.CreateGuarded();
        var how = How(http);
        if (access.Application is { } application)
        {
            ClientSecretTokens tokens = new(http, new Uri(options.Value.AzureAuthority), application, clock);
            BlobServiceClient service = new(Endpoint(access), tokens, how);
            return new AzureStore(service.GetBlobContainerClient(container), new DelegationKeys(service, clock), clock);
        }

        BlobServiceClient own = access.ConnectionString is { } text
            ? new(text, how)
            : new(Endpoint(access), new StorageSharedKeyCredential(access.Account, access.AccountKey), how);
        return new AzureStore(own.GetBlobContainerClient(container), null, clock);
    }

    private static BlobClientOptions How(HttpClient http)
    {
        BlobClientOptions how = new() { Transport = new HttpClientTransport(http) };

        // Attempts are counted by whoever knows the tick's time.
        how.Retry.MaxRetries = 0;
        how.Diagnostics.IsLoggingEnabled = false;
        how.Diagnostics.IsDistributedTracingEnabled = false;
        how.Diagnostics.IsTelemetryEnabled = false;
        return how;
    }

    private Uri Endpoint(AzureAccess access)
        => new(AzureConnection.Parse(access.ConnectionString)?.BlobEndpoint ?? $"https://{access.Account}.{options.Value.AzureDomain}");
}
