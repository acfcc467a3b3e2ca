using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.SecurityToken;

namespace OrleansFrames.Silo.Sinks.Sqs;

/// <summary>Roles that this server's own AWS identity has assumed, kept until they are about to end.</summary>
/// <param name="own">This server's identity, as the AWS SDK finds it: environment, profile, container or machine.</param>
/// <param name="security">Amazon's service of a region that hands out roles.</param>
internal sealed class AssumedRoles(
    Func<Task<AWSCredentials>> own, Func<AWSCredentials, string, IAmazonSecurityTokenService> security, TimeProvider clock)
{
    private const string SessionName = "orleansframes";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Role, (AWSCredentials Credentials, DateTimeOffset Until)> _kept = new();

    public Task<AWSCredentials> OwnAsync(CancellationToken cancellationToken) => own().WaitAsync(cancellationToken);

    public async Task<AWSCredentials> AssumeAsync(Role role, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(role, out var kept) && clock.GetUtcNow() < kept.Until)
        {
            return kept.Credentials;
        }

        using var service = security(await OwnAsync(cancellationToken), role.Region);
        // The app's key as external id: the role's owner can demand it, so that no other app makes use of the role.
        var answer = await service.AssumeRoleAsync(
            new() { RoleArn = role.Arn, RoleSessionName = SessionName, ExternalId = role.App }, cancellationToken);
        var given = answer.Credentials;
        var credentials = new SessionAWSCredentials(given.AccessKeyId, given.SecretAccessKey, given.SessionToken);
        _kept[role] = (credentials, new DateTimeOffset(given.Expiration!.Value.ToUniversalTime()) - Margin);
        return credentials;
    }

    internal readonly record struct Role(string App, string Arn, string Region);
}
