namespace OrleansFrames.Apps;

/// <summary>What is stored of an app. Its API secrets are configuration and never here.</summary>
public sealed record AppState
{
    public int Version { get; init; } = 1;

    public IReadOnlyList<EventHook> EventHooks { get; init; } = [];

    public int CdnExpirationSeconds { get; init; } = AppRules.LongestUrlLife;
}
