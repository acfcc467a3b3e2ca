using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansFrames.EndToEnd.Tests.Contract;

/// <summary>
/// The shapes of GetStream's events, from its public OpenAPI document: <c>schemas.txt</c> has a line for each, with its required and its
/// optional members. Types without a line are anything.
/// </summary>
internal static partial class Schemas
{
    private static readonly Dictionary<string, Schema> All = Read();

    private static readonly Dictionary<string, string> OfEvents = new()
    {
        ["call.created"] = "CallCreatedEvent",
        ["call.updated"] = "CallUpdatedEvent",
        ["call.deleted"] = "CallDeletedEvent",
        ["call.ended"] = "CallEndedEvent",
        ["call.session_started"] = "CallSessionStartedEvent",
        ["call.session_ended"] = "CallSessionEndedEvent",
        ["call.session_participant_joined"] = "CallSessionParticipantJoinedEvent",
        ["call.session_participant_left"] = "CallSessionParticipantLeftEvent",
        ["call.frame_recording_started"] = "CallFrameRecordingStartedEvent",
        ["call.frame_recording_ready"] = "CallFrameRecordingFrameReadyEvent",
        ["call.frame_recording_stopped"] = "CallFrameRecordingStoppedEvent",
        ["call.frame_recording_failed"] = "CallFrameRecordingFailedEvent",
        ["call.member_added"] = "CallMemberAddedEvent",
        ["call.member_removed"] = "CallMemberRemovedEvent",
        ["call.blocked_user"] = "BlockedUserEvent",
        ["call.unblocked_user"] = "UnblockedUserEvent",
        ["call.kicked_user"] = "KickedUserEvent",
        ["call.permissions_updated"] = "UpdatedCallPermissionsEvent",
        ["call.live_started"] = "CallLiveStartedEvent",
        ["custom"] = "CustomVideoEvent",
        ["call.user_muted"] = "CallUserMutedEvent",
    };

    /// <summary>What is wrong with an event's body; empty when nothing is.</summary>
    public static IReadOnlyList<string> WrongWith(JsonElement body)
    {
        var type = body.GetProperty("type").GetString()!;
        List<string> wrong = [];
        if (OfEvents.TryGetValue(type, out var schema))
        {
            Check(body, schema, type, wrong);
        }
        else
        {
            wrong.Add($"{type} has no schema");
        }

        return wrong;
    }

    private static void Check(JsonElement value, string type, string path, List<string> wrong)
    {
        if (type.StartsWith('['))
        {
            Expect(value, JsonValueKind.Array, path, wrong, () => CheckAll(value.EnumerateArray(), type[1..^1], path, wrong));
        }
        else if (MapType().Match(type) is { Success: true } map)
        {
            Expect(value, JsonValueKind.Object, path, wrong, () => CheckAll(value.EnumerateObject().Select(member => member.Value), map.Groups[1].Value, path, wrong));
        }
        else if (All.TryGetValue(type, out var schema))
        {
            Expect(value, JsonValueKind.Object, path, wrong, () => CheckMembers(value, schema, path, wrong));
        }
        else if (!IsPlain(value, type))
        {
            wrong.Add($"{path} is {value}, not {type}");
        }
    }

    private static void Expect(JsonElement value, JsonValueKind kind, string path, List<string> wrong, Action check)
    {
        if (value.ValueKind == kind)
        {
            check();
        }
        else
        {
            wrong.Add($"{path} is {value.ValueKind}, not {kind}");
        }
    }

    private static void CheckAll(IEnumerable<JsonElement> values, string type, string path, List<string> wrong)
    {
        foreach (var value in values)
        {
            Check(value, type, $"{path}[]", wrong);
        }
    }

    private static void CheckMembers(JsonElement value, Schema schema, string path, List<string> wrong)
    {
        foreach (var (name, type) in schema.Required)
        {
            if (value.TryGetProperty(name, out var member))
            {
                Check(member, type, $"{path}.{name}", wrong);
            }
            else
            {
                wrong.Add($"{path}.{name} is missing");
            }
        }

        foreach (var (name, type) in schema.Optional)
        {
            if (value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null)
            {
                Check(member, type, $"{path}.{name}", wrong);
            }
        }
    }

    private static bool IsPlain(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "bool" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "int" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "TS" => value.ValueKind == JsonValueKind.String && Rfc3339().IsMatch(value.GetString()!)
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _),
        _ => value.ValueKind != JsonValueKind.Null,
    };

    private static Dictionary<string, Schema> Read()
    {
        using var resource = typeof(Schemas).Assembly.GetManifestResourceStream("schemas.txt")!;
        using StreamReader reader = new(resource);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(parts => parts[0], parts => new Schema(Members(parts[1]), Members(parts[2])));
    }

    private static Dictionary<string, string> Members(string text) => text
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(member => member.Split(' ', 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    [GeneratedRegex(@"^map<string,(.+)>$")]
    private static partial Regex MapType();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$")]
    private static partial Regex Rfc3339();

    private sealed record Schema(Dictionary<string, string> Required, Dictionary<string, string> Optional);
}
