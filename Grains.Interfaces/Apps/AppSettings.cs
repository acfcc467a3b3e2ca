namespace OrleansFrames.Apps;

/// <param name="EventHooks">Where events go.</param>
/// <param name="CdnExpirationSeconds">Life of a signed picture URL: 14,400 to 1,209,600 s (4 h to 14 days). Default: 14 days.</param>
[GenerateSerializer, Immutable, Alias("frames.AppSettings")]
public sealed record AppSettings(
    [property: Id(0)] IReadOnlyList<EventHook> EventHooks,
    [property: Id(1)] int CdnExpirationSeconds)
{
    /// <summary>The hook of GetStream's older fields <c>webhook_url</c> and <c>webhook_events</c>; null when they were never set, without URL when switched off.</summary>
    [Id(2)]
    public EventHook? LegacyWebhook { get; init; }

    /// <summary>The hook of GetStream's older fields <c>sqs_url</c>, <c>sqs_key</c> and <c>sqs_secret</c>.</summary>
    [Id(3)]
    public EventHook? LegacySqs { get; init; }

    /// <summary>Bodies are compressed on their way to hooks.</summary>
    [Id(4)]
    public bool CompressHookPayloads { get; init; }

    [Id(10)]
    public AppAccess Access { get; init; } = AppAccess.Default;
}

/// <summary>What a PATCH of the app names; null leaves a setting as it is.</summary>
[GenerateSerializer, Immutable, Alias("frames.AppUpdate")]
public sealed record AppUpdate(
    [property: Id(0)] IReadOnlyList<EventHook>? EventHooks,
    [property: Id(1)] int? CdnExpirationSeconds)
{
    [Id(2)]
    public LegacyHookFields? LegacyHooks { get; init; }

    [Id(3)]
    public bool? CompressHookPayloads { get; init; }

    [Id(10)]
    public AppAccessUpdate Access { get; init; } = AppAccessUpdate.None;
}
