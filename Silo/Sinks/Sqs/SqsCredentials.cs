using Amazon.Runtime;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Sinks.Sqs;

/// <summary>As whom a hook's queue is asked: its keys, this server's own AWS identity, or a role that the latter assumes.</summary>
internal sealed class SqsCredentials(ISecretBox secrets, AssumedRoles roles)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">The hook's secret cannot be opened.</exception>
    /// <exception cref="AmazonClientException">This server has no AWS identity, or the queue may not see it.</exception>
    /// <exception cref="AmazonServiceException">The role cannot be assumed.</exception>
    public async Task<AWSCredentials> OfAsync(string app, EventHook hook, SqsQueue queue, CancellationToken cancellationToken)
    {
        if (SqsRules.AuthType(hook) == SqsRules.Keys)
        {
            return new BasicAWSCredentials(hook.SqsKey, secrets.Open(app, hook.SqsSecret ?? ""));
        }

        if (!queue.IsAmazon)
        {
            throw new AmazonClientException($"this server's AWS identity is not shown to {queue.Url.Authority}");
        }

        return string.IsNullOrEmpty(hook.SqsRoleArn)
            ? await roles.OwnAsync(cancellationToken)
            : await roles.AssumeAsync(new(app, hook.SqsRoleArn, queue.Region(hook.SqsRegion)), cancellationToken);
    }
}
