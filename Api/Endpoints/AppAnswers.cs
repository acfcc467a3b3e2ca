using OrleansFrames.Apps;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's GetApplicationResponse.</summary>
internal sealed record GetAppAnswer(AppAnswer App);

/// <summary>
/// GetStream's AppResponseFields. What belongs to chat, feeds and moderation does not exist here: those required members are empty, 0 or false.
/// </summary>
internal sealed record AppAnswer(string Name, IReadOnlyList<EventHook> EventHooks, int CdnExpirationSeconds)
{
    private static readonly Dictionary<string, object> None = [];

    /// <summary>Apps are known by their API keys here; the number says nothing.</summary>
    public int Id { get; } = 1;

    public bool UseHookV2 { get; } = true;

    public string PermissionVersion { get; } = "v2";

    public string EnforceUniqueUsernames { get; } = "no";

    public string Organization { get; } = "";

    public string Placement { get; } = "";

    public PushNotificationsAnswer PushNotifications { get; } = new();

    public UploadsAnswer FileUploadConfig { get; } = new();

    public UploadsAnswer ImageUploadConfig { get; } = new();

    public IReadOnlyDictionary<string, object> ChannelConfigs { get; } = None;

    public required IReadOnlyDictionary<string, AppCallTypeAnswer> CallTypes { get; init; }

    public IReadOnlyDictionary<string, object> Policies { get; } = None;

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Grants { get; init; }

    public IReadOnlyList<string> UserSearchDisallowedRoles { get; } = [];

    public IReadOnlyList<string> WebhookEvents { get; init; } = [];

    public string WebhookUrl { get; init; } = "";

    public string ModerationWebhookUrl { get; } = "";

    public string CustomActionHandlerUrl { get; } = "";

    public string SuspendedExplanation { get; } = "";

    public string SqsUrl { get; init; } = "";

    public string SqsKey { get; init; } = "";

    public string SqsSecret { get; init; } = "";

    public string SnsTopicArn { get; } = "";

    public string SnsKey { get; } = "";

    public string SnsSecret { get; } = "";

    public int RemindersInterval { get; }

    public int MaxAggregatedActivitiesLength { get; }

    public bool Suspended { get; }

    public bool DisableAuthChecks { get; init; }

    public bool DisablePermissionsChecks { get; init; }

    public bool MultiTenantEnabled { get; }

    public bool AllowMultiUserDevices { get; }

    public bool ImageModerationEnabled { get; }

    public bool AsyncUrlEnrichEnabled { get; }

    public bool AutoTranslationEnabled { get; }

    public bool CampaignEnabled { get; }

    public bool ModerationEnabled { get; }

    public bool ModerationMultitenantBlocklistEnabled { get; }

    public bool GuestUserCreationDisabled { get; init; }

    public DateTimeOffset? RevokeTokensIssuedBefore { get; init; }

    public bool UserResponseTimeEnabled { get; }

    public bool ModerationLlmConfigurabilityEnabled { get; }

    public bool FeedAuditLogsEnabled { get; }

    public bool ModerationVideoCallModerationEnabled { get; }

    public bool ModerationAudioCallModerationEnabled { get; }

    public bool MemberCustomOnMessagesEnabled { get; }

    public static AppAnswer From(string apiKey, AppSettings settings, IReadOnlyList<CallTypeResponse> callTypes)
        => new(apiKey, [.. settings.EventHooks.Select(hook => hook.Masked())], settings.CdnExpirationSeconds)
        {
            CallTypes = callTypes.Index().ToDictionary(type => type.Item.Name, type => AppCallTypeAnswer.From(type.Item, type.Index + 1)),
            Grants = settings.Access.Grants,
            DisableAuthChecks = settings.Access.DisableAuthChecks,
            DisablePermissionsChecks = settings.Access.DisablePermissionsChecks,
            GuestUserCreationDisabled = settings.Access.GuestUserCreationDisabled,
            RevokeTokensIssuedBefore = settings.Access.RevokeTokensIssuedBefore,
            WebhookUrl = settings.LegacyWebhook?.WebhookUrl ?? "",
            WebhookEvents = settings.LegacyWebhook?.EventTypes ?? [],
            SqsUrl = settings.LegacySqs?.SqsQueueUrl ?? "",
            SqsKey = settings.LegacySqs?.SqsKey ?? "",
            SqsSecret = HookSecrets.Masked(settings.LegacySqs?.SqsSecret) ?? "",
        };
}

/// <summary>GetStream's PushNotificationFields: no push here.</summary>
internal sealed record PushNotificationsAnswer
{
    public string Version { get; } = "";

    public bool OfflineOnly { get; }

    public PushProviderAnswer Apn { get; } = new();

    public PushProviderAnswer Firebase { get; } = new();

    public PushProviderAnswer Huawei { get; } = new();

    public PushProviderAnswer Xiaomi { get; } = new();
}

internal sealed record PushProviderAnswer
{
    public bool Enabled { get; }

    public bool Development { get; }
}

/// <summary>GetStream's FileUploadConfig: no uploads here.</summary>
internal sealed record UploadsAnswer
{
    public int SizeLimit { get; }

    public IReadOnlyList<string> AllowedFileExtensions { get; } = [];

    public IReadOnlyList<string> AllowedMimeTypes { get; } = [];

    public IReadOnlyList<string> BlockedFileExtensions { get; } = [];

    public IReadOnlyList<string> BlockedMimeTypes { get; } = [];
}
