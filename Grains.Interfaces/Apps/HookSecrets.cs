namespace OrleansFrames.Apps;

/// <summary>Secrets of hooks: sealed where they come in, masked where they go out.</summary>
public static class HookSecrets
{
    /// <summary>Answered in the place of a secret; an update that brings it back keeps the secret that is stored.</summary>
    public const string Mask = "********";

    /// <summary>The update as grains may see it.</summary>
    public static AppUpdate Sealed(this AppUpdate update, ISecretBox secrets, string app) => update with
    {
        EventHooks = update.EventHooks?.Select(hook => hook.Sealed(secrets, app)).ToArray(),
        LegacyHooks = update.LegacyHooks?.Sealed(secrets, app),
    };

    /// <summary>The hook as grains may see it.</summary>
    public static EventHook Sealed(this EventHook hook, ISecretBox secrets, string app) => hook with
    {
        SqsSecret = Sealed(hook.SqsSecret, secrets, app),
        AzureServiceBusConnectionString = Sealed(hook.AzureServiceBusConnectionString, secrets, app),
    };

    /// <summary>The fields as grains may see them.</summary>
    public static LegacyHookFields Sealed(this LegacyHookFields fields, ISecretBox secrets, string app)
        => fields with { SqsSecret = Sealed(fields.SqsSecret, secrets, app) };

    /// <summary>The hook as clients may see it.</summary>
    public static EventHook Masked(this EventHook hook) => hook with
    {
        SqsSecret = Masked(hook.SqsSecret),
        AzureServiceBusConnectionString = Masked(hook.AzureServiceBusConnectionString),
    };

    /// <summary>The hook with the secrets of the stored one where it has masks.</summary>
    public static EventHook Unmasked(this EventHook hook, EventHook? known) => hook with
    {
        SqsSecret = Unmasked(hook.SqsSecret, known?.SqsSecret),
        AzureServiceBusConnectionString = Unmasked(hook.AzureServiceBusConnectionString, known?.AzureServiceBusConnectionString),
    };

    /// <summary>What clients see of a secret: nothing where there is none.</summary>
    public static string? Masked(string? sealedSecret) => string.IsNullOrEmpty(sealedSecret) ? sealedSecret : Mask;

    private static string? Unmasked(string? secret, string? known) => secret == Mask && known is { Length: > 0 } ? known : secret;

    private static string? Sealed(string? secret, ISecretBox secrets, string app)
        => string.IsNullOrEmpty(secret) || secret == Mask ? secret : secrets.Seal(app, secret);
}
