using System.Text.Json.Nodes;
using OrleansFrames.Api.Input;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.OpenApi;

/// <summary>Settings of calls and call types. The groups that this service acts on have their fields; the others are kept for the SDKs that read them.</summary>
internal static class SettingsSchema
{
    public const string Answer = "CallSettingsResponse";

    private static readonly string[] KeptGroups =
    [
        "audio", "backstage", "broadcasting", "encryption", "geofencing", "individual_recording", "limits", "raw_recording", "recording", "ring",
        "screensharing", "thumbnails", "transcription", "video",
    ];

    public static void AddTo(JsonObject components)
    {
        components[Shapes.Settings] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Groups and fields that are not named keep their value.",
            ["properties"] = Groups(),
        };
        components[Answer] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = Groups("mode", "capture_interval_in_seconds", "quality"),
            ["required"] = new JsonArray([.. KeptGroups.Append("frame_recording").Append("session").Select(name => (JsonNode)name)]),
        };
    }

    private static JsonObject Groups(params string[] required)
    {
        var frames = Group(new()
        {
            ["mode"] = Shapes.OneOf(FrameRecordingLimits.Modes),
            ["capture_interval_in_seconds"] = Shapes.Number((long)FrameRecordingLimits.LeastSeconds, FrameRecordingLimits.MostSeconds),
            ["quality"] = Shapes.OneOf(FrameRecordingLimits.Qualities),
            ["format"] = Shapes.OneOf(FrameRecordingLimits.Formats),
        });
        if (required.Length > 0)
        {
            frames["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        }

        var groups = new JsonObject
        {
            ["frame_recording"] = frames,
            ["session"] = Group(new()
            {
                ["inactivity_timeout_seconds"] = Shapes.Number((long)FrameRecordingLimits.LeastInactivitySeconds, FrameRecordingLimits.MostInactivitySeconds),
            }),
        };
        foreach (var name in KeptGroups)
        {
            groups[name] = Shapes.AnyObject;
        }

        return groups;
    }

    private static JsonObject Group(JsonObject fields) => new() { ["type"] = "object", ["properties"] = fields };
}
