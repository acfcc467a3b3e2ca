using OrleansFrames.Api.Input;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's UpdateAppRequest.</summary>
internal static class AppReader
{
    private const int MostHooks = 100;
    private const int MostTypes = 200;
    private const int LongestUrl = 2_048;
    private const int LongestKey = 128;
    private const int LongestSecret = 256;

    // Settings of GetStream's that are asked for something this service does not do: dropping them silently would look like success.
    private static readonly string[] NotServedTexts = ["sns_topic_arn", "sns_key", "sns_secret"];

    public static AppUpdate Update(RequestInput input)
    {
        var body = input.Body;
        foreach (var name in NotServedTexts.Where(name => body.Text(name) is { Length: > 0 }))
        {
            body.Refuse(name, "not supported: this server sends no events to Amazon SNS; use event_hooks of type webhook or sqs");
        }

        var hooks = body.Items("event_hooks", MostHooks)?.Select(Hook).ToArray();
        return new(hooks, body.Number("cdn_expiration_seconds"))
        {
            LegacyHooks = Legacy(body, body.Text("webhook_url", LongestUrl), body.Texts("webhook_events", MostTypes)),
            CompressHookPayloads = body.Flag("enable_hook_payload_compression"),
            Access = AppAccessReader.Read(body),
        };
    }

    /// <summary>GetStream's CheckSQSRequest.</summary>
    public static LegacyHookFields CheckSqs(RequestInput input) => Legacy(input.Body, null, null);

    private static LegacyHookFields Legacy(JsonFields body, string? webhookUrl, IReadOnlyList<string>? webhookEvents) => new(
        webhookUrl, webhookEvents, body.Text("sqs_url", LongestUrl), body.Text("sqs_key", LongestKey), body.Text("sqs_secret", LongestSecret));

    // Times are the service's own, whatever an echoed hook says.
    private static EventHook Hook(JsonFields hook) => new(
        hook.Text("id", longest: 64) ?? "",
        hook.RequiredText("hook_type", longest: 64),
        hook.Flag("enabled") ?? true,
        hook.Texts("event_types", MostTypes) ?? [],
        hook.Text("product", longest: 64) ?? "",
        hook.Text("webhook_url", LongestUrl),
        hook.Number("timeout_ms"),
        null,
        null)
    {
        SqsQueueUrl = hook.Text("sqs_queue_url", LongestUrl),
        SqsRegion = hook.Text("sqs_region", LongestKey),
        SqsAuthType = hook.Text("sqs_auth_type", LongestKey),
        SqsKey = hook.Text("sqs_key", LongestKey),
        SqsSecret = hook.Text("sqs_secret", LongestSecret),
        SqsRoleArn = hook.Text("sqs_role_arn", LongestUrl),
    };
}
