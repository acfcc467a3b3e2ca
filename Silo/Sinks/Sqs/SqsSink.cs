using System.Security.Cryptography;
using Amazon.SQS;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Sinks.Sqs;

/// <summary>Puts events into queues of Amazon SQS, or of whatever speaks its protocol at the host of the queue's URL.</summary>
internal sealed class SqsSink(SqsCredentials credentials, GuardedAwsHttp http, TimeProvider clock) : IEventSink
{
    public string HookType => HookRules.Sqs;

    public async Task<DeliveryResult> SendAsync(DeliveryRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (SqsQueue.Parse(request.Hook.SqsQueueUrl) is not { } queue)
        {
            return new(DeliveryVerdict.Retry, Error: "the hook has no usable sqs_queue_url");
        }

        var timeout = TimeSpan.FromMilliseconds(request.Hook.TimeoutMs ?? HookRules.DefaultTimeoutMs);
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var identity = await credentials.OfAsync(request.App, request.Hook, queue, either.Token);
            using var client = new AmazonSQSClient(identity, Config(queue, request.Hook.SqsRegion));
            var answer = await client.SendMessageAsync(SqsMessage.Of(queue, request, body), either.Token);
            return new(DeliveryVerdict.Delivered, (int)answer.HttpStatusCode);
        }
        catch (CryptographicException)
        {
            return new(DeliveryVerdict.Retry, Error: "the hook's sqs_secret cannot be opened by this server: send it again");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && SqsFault.IsFarSide(error))
        {
            return SqsFault.Of(error, queue.Url, timeout);
        }
    }

    // One attempt is one request: the outbox knows when to try again.
    private AmazonSQSConfig Config(SqsQueue queue, string? region) => new()
    {
        ServiceURL = queue.Endpoint,
        AuthenticationRegion = queue.Region(region),
        HttpClientFactory = http,
        MaxErrorRetry = 0,
    };
}
