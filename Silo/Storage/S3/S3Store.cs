using System.Net;
using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using OrleansFrames.Silo.Storage.External;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.S3;

/// <summary>A bucket of Amazon S3 or of a service that speaks like it.</summary>
internal sealed class S3Store(IAmazonS3 client, string bucket, Protocol protocol, TimeProvider clock) : IObjectStore
{
    /// <summary>The most that Signature Version 4 signs a URL for.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    public async Task<StoreAttempt> PutAsync(string name, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        try
        {
            return await CreateAsync(name, bytes, contentType, cancellationToken) || await HoldsAsync(name, bytes, cancellationToken)
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
        GetPreSignedUrlRequest request = new()
        {
            BucketName = bucket,
            Key = name,
            Verb = HttpVerb.GET,
            Protocol = protocol,
            Expires = (clock.GetUtcNow() + (life < LongestLife ? life : LongestLife)).UtcDateTime,
        };
        try
        {
            return await client.GetPreSignedURLAsync(request).WaitAsync(cancellationToken);
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException)
        {
            // Nothing is asked of the bucket for it: only the server's own identity can be missing.
            throw new FrameUrlException(error.Message, error);
        }
    }

    private static StoreAttempt? Explain(Exception error) => error switch
    {
        AmazonS3Exception { StatusCode: HttpStatusCode.Conflict } racing => new(racing.Message, MayPass: true),
        AmazonServiceException { StatusCode: not 0 } answer => StorageFault.Answered((int)answer.StatusCode, answer.ErrorCode, answer.Message),
        AmazonServiceException or AmazonClientException => StorageFault.Unanswered(error) ?? new StoreAttempt(error.Message),
        _ => StorageFault.Unanswered(error),
    };

    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out var array)
            ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(bytes.ToArray(), writable: false);

    /// <returns>False when the name is taken.</returns>
    private async Task<bool> CreateAsync(string name, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        using var body = Stream(bytes);
        PutObjectRequest request = new()
        {
            BucketName = bucket,
            Key = name,
            InputStream = body,
            AutoCloseStream = false,
            ContentType = contentType,
            IfNoneMatch = "*",
            UseChunkEncoding = false,
        };
        try
        {
            await client.PutObjectAsync(request, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception taken) when (taken.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    /// <summary>An attempt whose answer was lost has stored these very bytes.</summary>
    private async Task<bool> HoldsAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var held = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = name }, cancellationToken);
        if (held.ContentLength != bytes.Length)
        {
            return false;
        }

        var there = new byte[bytes.Length];
        await held.ResponseStream.ReadExactlyAsync(there, cancellationToken);
        return bytes.Span.SequenceEqual(there);
    }
}
