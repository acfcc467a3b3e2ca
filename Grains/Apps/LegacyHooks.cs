using OrleansFrames.Delivery;

namespace OrleansFrames.Apps;

/// <summary>The hooks of an app's older fields: delivered as all hooks are, and in no list of hooks.</summary>
internal static class LegacyHooks
{
    // Ids of deliveries come from these: they never change.
    private const string WebhookId = "legacy-webhook";
    private const string SqsId = "legacy-sqs";

    public static bool IsLegacy(string? hookId) => hookId is WebhookId or SqsId;

    /// <summary>The webhook after an update; null when it was never set.</summary>
    public static EventHook? Webhook(EventHook? current, LegacyHookFields? given, DateTimeOffset now)
    {
        if (given is null or { WebhookUrl: null, WebhookEvents: null })
        {
            return current;
        }

        var hook = current ?? New(WebhookId, HookRules.Webhook, now);
        return hook with
        {
            // One that was disabled by its far side is enabled by being set again.
            Enabled = given.WebhookUrl is not null || hook.Enabled,
            WebhookUrl = given.WebhookUrl ?? hook.WebhookUrl ?? "",
            EventTypes = given.WebhookEvents ?? hook.EventTypes,
            UpdatedAt = now,
        };
    }

    /// <summary>The queue after an update; null when it was never set.</summary>
    public static EventHook? Sqs(EventHook? current, LegacyHookFields? given, DateTimeOffset now)
    {
        if (given is null or { SqsUrl: null, SqsKey: null, SqsSecret: null })
        {
            return current;
        }

        var hook = current ?? New(SqsId, HookRules.Sqs, now);
        return hook with
        {
            Enabled = given.SqsUrl is not null || hook.Enabled,
            SqsQueueUrl = given.SqsUrl ?? hook.SqsQueueUrl ?? "",
            SqsKey = given.SqsKey ?? hook.SqsKey,
            SqsSecret = given.SqsSecret is null || (given.SqsSecret == HookSecrets.Mask && hook.SqsSecret is { Length: > 0 }) ? hook.SqsSecret : given.SqsSecret,
            UpdatedAt = now,
        };
    }

    /// <summary>Those that lead somewhere.</summary>
    public static IEnumerable<EventHook> Active(AppState state) => new[] { state.LegacyWebhook, state.LegacySqs }.OfType<EventHook>().Where(IsSet);

    /// <summary>What is wrong with those that lead somewhere, in the words of the older fields.</summary>
    public static Refusal? Check(AppState state)
        => Active(state).Select(Check).FirstOrDefault(refusal => refusal is not null);

    public static Refusal? Check(EventHook hook) => HookRules.Check(hook, field => field == "sqs_queue_url" ? "sqs_url" : field == "sqs_auth_type" ? "sqs_key" : field);

    private static bool IsSet(EventHook hook) => (hook.HookType == HookRules.Sqs ? hook.SqsQueueUrl : hook.WebhookUrl) is { Length: > 0 };

    private static EventHook New(string id, string type, DateTimeOffset now) => new(id, type, true, [], "all", null, null, now, now);
}
