using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansFrames.Json;

namespace OrleansFrames.CallTypes;

/// <summary>
/// The settings of call types and calls: groups as JSON objects. The groups that this service acts on (<c>frame_recording</c>, <c>session</c>)
/// are checked; the others are kept for the SDKs that read them.
/// </summary>
public static class CallSettings
{
    /// <summary>The group of frame recording, with every field.</summary>
    public static FrameRecordingSettings FrameRecording(RawJson settings) => FrameRecordingSettings.From(Parse(settings)["frame_recording"]!);

    /// <summary>The group of the backstage.</summary>
    internal static BackstageSettings Backstage(RawJson settings) => BackstageSettings.From(Parse(settings)["backstage"]);

    /// <summary>How long a session outlives its last participant.</summary>
    public static TimeSpan InactivityTimeout(RawJson settings)
        => TimeSpan.FromSeconds((int)Parse(settings)["session"]!["inactivity_timeout_seconds"]!);

    /// <summary>Lays one object over another, of which it names all groups and fields that count.</summary>
    public static Outcome<RawJson> OverlayFields(RawJson current, RawJson over, string path)
    {
        var merged = Parse(current);
        if (JsonNode.Parse(over.Text) is not JsonObject fields)
        {
            return Refusal.Input(path, "must be an object");
        }

        var wrong = new Dictionary<string, string>();
        Merge(merged, fields, path, wrong);
        return Answer(merged, wrong);
    }

    /// <summary>Lays settings over others: groups and fields that are not named, or null, keep their value; unknown groups are ignored.</summary>
    /// <param name="path">Where the settings stand in the request, for the refusal.</param>
    public static Outcome<RawJson> Overlay(RawJson current, RawJson over, string path)
    {
        var merged = Parse(current);
        if (JsonNode.Parse(over.Text) is not JsonObject groups)
        {
            return Refusal.Input(path, "must be an object");
        }

        var wrong = new Dictionary<string, string>();
        foreach (var (name, group) in groups)
        {
            if (group is null || !merged.ContainsKey(name))
            {
                continue;
            }

            if (group is JsonObject fields)
            {
                Merge(merged[name]!.AsObject(), fields, $"{path}.{name}", wrong);
            }
            else
            {
                wrong[$"{path}.{name}"] = "must be an object";
            }
        }

        foreach (var (field, reason) in Check(merged))
        {
            wrong[$"{path}.{field}"] = reason;
        }

        if (wrong.Count == 0)
        {
            FrameRecordingSettings.Tidy(merged["frame_recording"]!.AsObject());
        }

        return Answer(merged, wrong);
    }

    private static Outcome<RawJson> Answer(JsonObject merged, Dictionary<string, string> wrong) => wrong.Count == 0
        ? new RawJson(merged.ToJsonString())
        : new Refusal(RefusalKind.Input, string.Join("; ", wrong.Select(w => $"{w.Key} {w.Value}")), wrong);

    private static IEnumerable<(string Field, string Reason)> Check(JsonObject settings)
    {
        foreach (var (field, reason) in FrameRecordingSettings.Check(settings["frame_recording"]!))
        {
            yield return ($"frame_recording.{field}", reason);
        }

        if (!settings["session"]!["inactivity_timeout_seconds"].IsIntegerIn(
            FrameRecordingLimits.LeastInactivitySeconds, FrameRecordingLimits.MostInactivitySeconds))
        {
            yield return ("session.inactivity_timeout_seconds", "must be a whole number of seconds from 5 to 900");
        }
    }

    /// <summary>A value of another kind than the one it replaces is wrong: the SDKs, which read these fields with types, would fail on it.</summary>
    private static void Merge(JsonObject target, JsonObject over, string path, Dictionary<string, string> wrong)
    {
        foreach (var (name, value) in over)
        {
            if (value is JsonObject nested && target[name] is JsonObject existing)
            {
                Merge(existing, nested, $"{path}.{name}", wrong);
            }
            else if (value is not null)
            {
                if (target[name] is { } known && KindOf(known) != KindOf(value))
                {
                    wrong[$"{path}.{name}"] = $"must be {KindOf(known)}";
                }

                target[name] = value.DeepClone();
            }
        }
    }

    private static string KindOf(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };

    private static JsonObject Parse(RawJson settings) => JsonNode.Parse(settings.Text, documentOptions: new JsonDocumentOptions { MaxDepth = 32 })!.AsObject();
}
