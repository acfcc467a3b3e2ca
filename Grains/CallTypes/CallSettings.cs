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

    /// <summary>How long a session outlives its last participant.</summary>
    public static TimeSpan InactivityTimeout(RawJson settings)
        => TimeSpan.FromSeconds((int)Parse(settings)["session"]!["inactivity_timeout_seconds"]!);

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
                Merge(merged[name]!.AsObject(), fields);
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

        return wrong.Count == 0
            ? new RawJson(merged.ToJsonString())
            : new Refusal(RefusalKind.Input, string.Join("; ", wrong.Select(w => $"{w.Key} {w.Value}")), wrong);
    }

    private static IEnumerable<(string Field, string Reason)> Check(JsonObject settings)
    {
        foreach (var (field, reason) in FrameRecordingSettings.Check(settings["frame_recording"]!))
        {
            yield return ($"frame_recording.{field}", reason);
        }

        if (!settings["session"]!["inactivity_timeout_seconds"].IsIntegerIn(5, 900))
        {
            yield return ("session.inactivity_timeout_seconds", "must be a whole number of seconds from 5 to 900");
        }
    }

    private static void Merge(JsonObject target, JsonObject over)
    {
        foreach (var (name, value) in over)
        {
            if (value is JsonObject nested && target[name] is JsonObject existing)
            {
                Merge(existing, nested);
            }
            else if (value is not null)
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject Parse(RawJson settings) => JsonNode.Parse(settings.Text, documentOptions: new JsonDocumentOptions { MaxDepth = 32 })!.AsObject();
}
