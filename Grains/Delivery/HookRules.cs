using OrleansFrames.Apps;

namespace OrleansFrames.Delivery;

/// <summary>Which event hooks an app may have.</summary>
internal static class HookRules
{
    public const int MinTimeoutMs = 1_000;
    public const int MaxTimeoutMs = 30_000;
    public const int DefaultTimeoutMs = 6_000;
    public const string Webhook = "webhook";
    public const string Sqs = "sqs";
    public const string AzureServiceBus = "azure_service_bus";

    private const int MaxUrlLength = 2_048;

    private static readonly HashSet<string> OtherHookTypes = ["sns", "pending_message"];
    private static readonly HashSet<string> Products = ["", "all", "video", "chat", "moderation", "feeds"];

    /// <returns>A refusal that names every wrong field, or null when all are right.</returns>
    public static Refusal? Check(IReadOnlyList<EventHook> hooks)
    {
        var wrong = new Dictionary<string, string>();
        var ids = new HashSet<string>();
        foreach (var (at, hook) in hooks.Index())
        {
            var id = string.IsNullOrEmpty(hook.Id) || ids.Add(hook.Id) ? null : $"'{hook.Id}' is in the list twice";
            foreach (var (field, reason) in Faults(hook).Append(("id", LegacyHooks.IsLegacy(hook.Id) ? "is reserved" : id)))
            {
                if (reason is not null)
                {
                    wrong[$"event_hooks[{at}].{field}"] = reason;
                }
            }
        }

        return Refuse(wrong);
    }

    /// <summary>The same for the hook of older fields.</summary>
    /// <param name="fieldOf">The older field of a hook's field.</param>
    public static Refusal? Check(EventHook hook, Func<string, string> fieldOf) => Refuse(
        Faults(hook).Where(fault => fault.Reason is not null).DistinctBy(fault => fieldOf(fault.Field)).ToDictionary(fault => fieldOf(fault.Field), fault => fault.Reason!));

    private static IEnumerable<(string Field, string? Reason)> Faults(EventHook hook)
    {
        IEnumerable<(string Field, string? Reason)> faults =
        [
            ("hook_type", HookType(hook.HookType)),
            ("product", Products.Contains(hook.Product ?? "") ? null : "must be empty, all, video, chat, moderation or feeds"),
            ("timeout_ms", hook.TimeoutMs is null or (>= MinTimeoutMs and <= MaxTimeoutMs) ? null : $"must be from {MinTimeoutMs} to {MaxTimeoutMs} ms"),
        ];
        return hook.HookType switch
        {
            Webhook => faults.Append(("webhook_url", Url(hook.WebhookUrl))),
            Sqs => faults.Concat(SqsRules.Faults(hook).Select(fault => (fault.Field, (string?)fault.Reason))),
            AzureServiceBus => faults.Concat(ServiceBusRules.Faults(hook).Select(fault => (fault.Field, (string?)fault.Reason))),
            _ => faults,
        };
    }

    private static Refusal? Refuse(Dictionary<string, string> wrong) => wrong.Count == 0
        ? null
        : new(RefusalKind.Input, string.Join("; ", wrong.Select(one => $"{one.Key}: {one.Value}")), wrong);

    private static string? HookType(string? hookType)
    {
        if (hookType is Webhook or Sqs or AzureServiceBus)
        {
            return null;
        }

        return hookType is not null && OtherHookTypes.Contains(hookType)
            ? $"'{hookType}' is not supported by this server; use {Webhook}, {Sqs} or {AzureServiceBus}"
            : $"must be {Webhook}, {Sqs} or {AzureServiceBus}";
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
