namespace OrleansFrames.Apps;

/// <summary>An event hook (GetStream's EventHook; contract of GetStream/protocol). Hook types: <c>webhook</c>, <c>sqs</c>, and our own <c>azure_service_bus</c>.</summary>
/// <param name="Id">Empty asks for a new hook; answers always carry one.</param>
/// <param name="EventTypes">Types of event it receives; empty means all, present and future.</param>
/// <param name="Product">Empty, <c>all</c> and <c>video</c> receive the events of this service.</param>
/// <param name="TimeoutMs">Time for one attempt, 1,000 to 30,000 ms. Default: 6,000.</param>
[GenerateSerializer, Immutable, Alias("frames.EventHook")]
public sealed record EventHook(
    [property: Id(0)] string Id,
    [property: Id(1)] string HookType,
    [property: Id(2)] bool Enabled,
    [property: Id(3)] IReadOnlyList<string> EventTypes,
    [property: Id(4)] string Product,
    [property: Id(5)] string? WebhookUrl,
    [property: Id(6)] int? TimeoutMs,
    [property: Id(7)] DateTimeOffset? CreatedAt,
    [property: Id(8)] DateTimeOffset? UpdatedAt)
{
    /// <summary>URL of the queue; its host is the endpoint that is asked.</summary>
    [Id(9)]
    public string? SqsQueueUrl { get; init; }

    /// <summary>Region that requests are signed for; left out it is that of the URL's host, or <c>us-east-1</c>.</summary>
    [Id(10)]
    public string? SqsRegion { get; init; }

    /// <summary><c>keys</c>, or <c>resource</c>: this server's own AWS identity, which the queue's policy allows. Left out, whichever fits.</summary>
    [Id(11)]
    public string? SqsAuthType { get; init; }

    [Id(12)]
    public string? SqsKey { get; init; }

    /// <summary>Sealed (<see cref="ISecretBox"/>), or <see cref="HookSecrets.Mask"/> for the one that is stored.</summary>
    [Id(13)]
    public string? SqsSecret { get; init; }

    /// <summary>With <c>resource</c>: a role that this server's identity assumes.</summary>
    [Id(14)]
    public string? SqsRoleArn { get; init; }

    /// <summary>Of a namespace of Azure Service Bus, or of one queue or topic of it. Sealed (<see cref="ISecretBox"/>), or <see cref="HookSecrets.Mask"/>.</summary>
    [Id(15)]
    public string? AzureServiceBusConnectionString { get; init; }

    /// <summary>Name of the queue or topic.</summary>
    [Id(16)]
    public string? AzureServiceBusEntity { get; init; }
}
