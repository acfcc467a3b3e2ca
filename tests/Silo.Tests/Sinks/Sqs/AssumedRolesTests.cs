using System.Web;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SQS;
using OrleansFrames.Emulators;
using OrleansFrames.Silo.Sinks.Sqs;

namespace OrleansFrames.Silo.Tests.Sinks.Sqs;

public sealed class AssumedRolesTests : IAsyncLifetime
{
    private static readonly AssumedRoles.Role Role = new("key-1", "arn:aws:iam::123456789012:role/frames", "eu-west-1");

    private readonly MovableClock _clock = new();
    private SqsEmulator _aws = null!;

    public async Task InitializeAsync() => _aws = await SqsEmulator.StartAsync(TimeProvider.System);

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    [Fact]
    public async Task AssumeAsync_Role_IsAskedForOnceAndServesTheQueue()
    {
        var queue = _aws.CreateQueue("frames");
        var roles = Create();
        var credentials = await roles.AssumeAsync(Role, CancellationToken.None);
        Assert.Same(credentials, await roles.AssumeAsync(Role, CancellationToken.None));
        var asked = Assert.Single(_aws.Calls);
        Assert.Equal(("AssumeRole", "sts", "eu-west-1"), (asked.Action, asked.Scope.Service, asked.Scope.Region));
        var form = HttpUtility.ParseQueryString(asked.Body);
        Assert.Equal((Role.Arn, Role.App, "orleansframes"), (form["RoleArn"], form["ExternalId"], form["RoleSessionName"]));

        using var client = new AmazonSQSClient(credentials, new AmazonSQSConfig { ServiceURL = _aws.Endpoint, AuthenticationRegion = "eu-west-1" });
        await client.SendMessageAsync(new() { QueueUrl = queue, MessageBody = "{}" });
        Assert.Single(_aws.Messages(queue));
    }

    [Fact]
    public async Task AssumeAsync_AboutToEndOrOfAnotherApp_IsAskedForAnew()
    {
        var roles = Create();
        var first = await roles.AssumeAsync(Role, CancellationToken.None);
        Assert.NotSame(first, await roles.AssumeAsync(Role with { App = "key-2" }, CancellationToken.None));
        _clock.Ahead = TimeSpan.FromMinutes(56);
        Assert.NotSame(first, await roles.AssumeAsync(Role, CancellationToken.None));
        Assert.Equal(3, _aws.Calls.Count);
    }

    private AssumedRoles Create() => new(
        () => Task.FromResult<AWSCredentials>(new BasicAWSCredentials(SqsEmulator.AccessKey, SqsEmulator.Secret)),
        (own, region) => new AmazonSecurityTokenServiceClient(
            own, new AmazonSecurityTokenServiceConfig { ServiceURL = _aws.Endpoint, AuthenticationRegion = region, MaxErrorRetry = 0 }),
        _clock);

    private sealed class MovableClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
