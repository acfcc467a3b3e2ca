using System.Net;
using System.Runtime.InteropServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using OrleansFrames.Silo.Storage.External;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.AzureBlob;

/// <summary>A container of Azure Blob Storage.</summary>
/// <param name="delegation">Signs URLs where there is no account key.</param>
internal sealed class AzureStore(BlobContainerClient container, DelegationKeys? delegation, TimeProvider clock) : IObjectStore
{
    public async Task<StoreAttempt> PutAsync(string name, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(name);
        try
        {
            return await CreateAsync(blob, bytes, contentType, cancellationToken) || await HoldsAsync(blob, bytes, cancellationToken)
                ? StoreAttempt.Stored
                : new($"it has other bytes under {name} already");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && Explain(error) is { } fault)
        {
            return fault;
        }
    }

    public async ValueTask<string> SignAsync(string name, TimeSpan life, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(name);
        try
        {
            return (delegation is null ? blob.GenerateSasUri(Sas(blob, clock.GetUtcNow() + life)) : await DelegatedAsync(blob, life, cancellationToken)).AbsoluteUri;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && Explain(error) is { } fault)
        {
            throw new FrameUrlException(fault.Error!, error);
        }
    }

    private static StoreAttempt? Explain(Exception error) => error switch
    {
        // The message of an answer goes on with all its headers.
        RequestFailedException { Status: > 0 } answer => StorageFault.Answered(answer.Status, answer.ErrorCode, answer.Message),
        RequestFailedException or AggregateException => StorageFault.Unanswered(error.GetBaseException()) ?? new StoreAttempt(error.Message.Split('\n')[0]),
        SignInException refused => new(refused.Message),
        _ => StorageFault.Unanswered(error),
    };

    private static BlobSasBuilder Sas(BlobClient blob, DateTimeOffset end) => new(BlobSasPermissions.Read, end)
    {
        BlobContainerName = blob.BlobContainerName,
        BlobName = blob.Name,
        Resource = "b",
        Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
    };

    /// <returns>False when the name is taken.</returns>
    private static async Task<bool> CreateAsync(BlobClient blob, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        BlobUploadOptions options = new()
        {
            HttpHeaders = new() { ContentType = contentType },
            Conditions = new() { IfNoneMatch = ETag.All },
        };
        try
        {
            await blob.UploadAsync(BinaryData.FromBytes(bytes), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException taken) when (taken.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    /// <summary>An attempt whose answer was lost has stored these very bytes.</summary>
    private static async Task<bool> HoldsAsync(BlobClient blob, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        BlobDownloadResult held = await blob.DownloadContentAsync(cancellationToken);
        return held.Content.ToMemory().Span.SequenceEqual(bytes.Span);
    }

    private async ValueTask<Uri> DelegatedAsync(BlobClient blob, TimeSpan life, CancellationToken cancellationToken)
    {
        var key = await delegation!.GetAsync(cancellationToken);
        var end = clock.GetUtcNow() + (life < DelegationKeys.LongestLife ? life : DelegationKeys.LongestLife);
        var sas = Sas(blob, end < key.SignedExpiresOn ? end : key.SignedExpiresOn).ToSasQueryParameters(key, blob.AccountName);
        return new BlobUriBuilder(blob.Uri) { Sas = sas }.ToUri();
    }
}
