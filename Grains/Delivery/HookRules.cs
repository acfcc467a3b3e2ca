using OrleansFrames.Apps;

namespace OrleansFrames.Delivery;

/// <summary>Which event hooks an app may have.</summary>
internal static class HookRules
{
    public const int MinTimeoutMs = 1_000;
    public const int MaxTimeoutMs = 30_000;
    public const int DefaultTimeoutMs = 6_000;
    public const string Webhook = "webhook";

    private const int MaxUrlLength = 2_048;

    private static readonly HashSet<string> OtherHookTypes = ["sqs", "sns", "pending_message", "azure_service_bus"];
    private static readonly HashSet<string> Products = ["", "all", "video", "chat", "moderation", "feeds"];

    /// <returns>A refusal that names every wrong field, or null when all are right.</returns>
    public static Refusal? Check(IReadOnlyList<EventHook> hooks)
    {
        var wrong = new Dictionary<string, string>();
        var ids = new HashSet<string>();
        for (var at = 0; at < hooks.Count; at++)
        {
            var hook = hooks[at];
            Add("hook_type", HookType(hook.HookType));
            Add("product", Products.Contains(hook.Product ?? "") ? null : "must be empty, all, video, chat, moderation or feeds");
            Add("webhook_url", hook.HookType == Webhook ? Url(hook.WebhookUrl) : null);
            Add("timeout_ms", hook.TimeoutMs is null or (>= MinTimeoutMs and <= MaxTimeoutMs)
                ? null
                : $"must be from {MinTimeoutMs} to {MaxTimeoutMs} ms");
            Add("id", string.IsNullOrEmpty(hook.Id) || ids.Add(hook.Id) ? null : $"'{hook.Id}' is in the list twice");

            void Add(string field, string? reason)
            {
                if (reason is not null)
                {
                    wrong[$"event_hooks[{at}].{field}"] = reason;
                }
            }
        }

        return wrong.Count == 0 ? null : new(RefusalKind.Input, string.Join("; ", wrong.Select(one => $"{one.Key}: {one.Value}")), wrong);
    }

    private static string? HookType(string? hookType)
    {
        if (hookType == Webhook)
        {
            return null;
        }

        return hookType is not null && OtherHookTypes.Contains(hookType)
            ? $"'{hookType}' is not supported by this server; use {Webhook}"
            : $"must be {Webhook}";
    }

    private static string? Url(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "is required";
        }

        if (text.Length > MaxUrlLength)
        {
            return $"must not be longer than {MaxUrlLength} characters";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            return "must be an absolute http or https URL";
        }

        return url.UserInfo.Length > 0 ? "must not hold a user or password: they would not be sent" : null;
    }
}
