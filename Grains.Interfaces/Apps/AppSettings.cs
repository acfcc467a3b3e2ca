namespace OrleansFrames.Apps;

/// <param name="EventHooks">Where events go.</param>
/// <param name="CdnExpirationSeconds">Life of a signed picture URL: 14,400 to 1,209,600 s (4 h to 14 days). Default: 14 days.</param>
[GenerateSerializer, Immutable, Alias("frames.AppSettings")]
public sealed record AppSettings(
    [property: Id(0)] IReadOnlyList<EventHook> EventHooks,
    [property: Id(1)] int CdnExpirationSeconds)
{
    [Id(10)]
    public AppAccess Access { get; init; } = AppAccess.Default;
}

/// <summary>What a PATCH of the app names; null leaves a setting as it is.</summary>
[GenerateSerializer, Immutable, Alias("frames.AppUpdate")]
public sealed record AppUpdate(
    [property: Id(0)] IReadOnlyList<EventHook>? EventHooks,
    [property: Id(1)] int? CdnExpirationSeconds)
{
    [Id(10)]
    public AppAccessUpdate Access { get; init; } = AppAccessUpdate.None;
}

/// <summary>An event hook (GetStream's EventHook; contract of GetStream/protocol). Hook types: <c>webhook</c>.</summary>
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
    [property: Id(8)] DateTimeOffset? UpdatedAt);
