using OrleansFrames.Storage;

namespace OrleansFrames.Apps;

/// <summary>What is stored of an app. Its API secrets are configuration and never here.</summary>
public sealed record AppState
{
    public int Version { get; init; } = 1;

    public IReadOnlyList<EventHook> EventHooks { get; init; } = [];

    /// <summary>Of the older fields <c>webhook_url</c> and <c>webhook_events</c>; without URL it is switched off.</summary>
    public EventHook? LegacyWebhook { get; init; }

    /// <summary>Of the older fields <c>sqs_url</c>, <c>sqs_key</c> and <c>sqs_secret</c>; without URL it is switched off.</summary>
    public EventHook? LegacySqs { get; init; }

    public bool CompressHookPayloads { get; init; }

    /// <summary>Names of the call types of its own; one that is named here and does not exist was not made after all.</summary>
    public IReadOnlyList<string> CallTypes { get; init; } = [];

    public IReadOnlyList<OwnRole> Roles { get; init; } = [];

    /// <summary>Its grants are those of the roles that were given any: they replace the defaults.</summary>
    public AppAccess Access { get; init; } = AppAccess.Default;

    public IReadOnlyList<ExternalStorage> Storages { get; init; } = [];

    public int CdnExpirationSeconds { get; init; } = AppRules.LongestUrlLife;
}

/// <summary>A role that the app has made.</summary>
public sealed record OwnRole(string Name, DateTimeOffset CreatedAt);
