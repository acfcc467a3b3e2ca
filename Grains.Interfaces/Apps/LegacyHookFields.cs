namespace OrleansFrames.Apps;

/// <summary>The members of GetStream's UpdateAppRequest that were there before <c>event_hooks</c>; null leaves one as it is, an empty text switches it off.</summary>
/// <param name="SqsSecret">Sealed (<see cref="ISecretBox"/>), or <see cref="HookSecrets.Mask"/> for the one that is stored.</param>
[GenerateSerializer, Immutable, Alias("frames.LegacyHookFields")]
public sealed record LegacyHookFields(
    [property: Id(0)] string? WebhookUrl,
    [property: Id(1)] IReadOnlyList<string>? WebhookEvents,
    [property: Id(2)] string? SqsUrl,
    [property: Id(3)] string? SqsKey,
    [property: Id(4)] string? SqsSecret);
