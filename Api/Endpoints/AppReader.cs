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
            body.Refuse(name, "not supported: this server sends no events to Amazon SNS; use event_hooks of type webhook, sqs or azure_service_bus");
        }

        var hooks = body.Items("event_hooks", MostHooks)?.Select(EventHookReader.Read).ToArray();
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
}
