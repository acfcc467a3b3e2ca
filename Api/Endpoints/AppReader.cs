using OrleansFrames.Api.Input;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's UpdateAppRequest.</summary>
internal static class AppReader
{
    private const int MostHooks = 100;
    private const int MostTypes = 200;

    // Settings of GetStream's that are asked for something this service does not do: dropping them silently would look like success.
    private static readonly string[] NotServedTexts = ["webhook_url", "sqs_url", "sns_topic_arn"];
    private static readonly string[] NotServedFlags = ["enable_hook_payload_compression"];

    public static AppUpdate Update(RequestInput input)
    {
        var body = input.Body;
        foreach (var name in NotServedTexts.Where(name => body.Text(name) is { Length: > 0 }))
        {
            body.Refuse(name, "not supported; use event_hooks");
        }

        foreach (var name in NotServedFlags.Where(name => body.Flag(name) is true))
        {
            body.Refuse(name, "not supported");
        }

        var hooks = body.Items("event_hooks", MostHooks)?.Select(Hook).ToArray();
        return new(hooks, body.Number("cdn_expiration_seconds")) { Access = AppAccessReader.Read(body) };
    }

    // Times are the service's own, whatever an echoed hook says.
    private static EventHook Hook(JsonFields hook) => new(
        hook.Text("id", longest: 64) ?? "",
        hook.RequiredText("hook_type", longest: 64),
        hook.Flag("enabled") ?? true,
        hook.Texts("event_types", MostTypes) ?? [],
        hook.Text("product", longest: 64) ?? "",
        hook.Text("webhook_url", longest: 2_048),
        hook.Number("timeout_ms"),
        null,
        null);
}
