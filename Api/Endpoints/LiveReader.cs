using System.Text;
using OrleansFrames.Api.Input;
using OrleansFrames.Calls;
using OrleansFrames.Json;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's UpdateUserPermissionsRequest, GoLiveRequest and SendCallEventRequest.</summary>
internal static class LiveReader
{
    // As GetStream's.
    private const int LongestEvent = 5 * 1_024;
    private const int MostPermissions = 100;

    private static readonly string[] Given = ["screenshare", "send-audio", "send-video"];

    private static readonly string[] NotServed =
    [
        "start_hls", "start_recording", "start_composite_recording", "start_individual_recording", "start_raw_recording", "start_transcription",
        "start_closed_caption",
    ];

    public static UserPermissionsUpdate Permissions(RequestInput input)
    {
        var body = input.Body;
        UserPermissionsUpdate update = new(body.RequiredUserId("user_id"), List(body, "grant_permissions"), List(body, "revoke_permissions"));
        if (update.Grant.Intersect(update.Revoke).FirstOrDefault() is { } both)
        {
            body.Refuse("revoke_permissions", $"names {both}, as grant_permissions does");
        }

        return update;
    }

    public static Nothing GoLive(RequestInput input)
    {
        foreach (var name in NotServed.Where(name => input.Body.Flag(name) is true))
        {
            input.Body.Refuse(name, "not supported");
        }

        return default;
    }

    public static CustomEvent Event(RequestInput input)
    {
        var body = input.Body;
        var custom = body.Object("custom") ?? RawJson.EmptyObject;
        if (Encoding.UTF8.GetByteCount(custom.Text) > LongestEvent)
        {
            body.Refuse("custom", $"must be at most {LongestEvent} bytes long");
        }

        return new(body.UserId("user_id") ?? body.Child("user")?.RequiredUserId("id") ?? "", custom);
    }

    private static IReadOnlyList<string> List(JsonFields body, string name)
    {
        var permissions = body.Texts(name, MostPermissions) ?? [];
        if (permissions.Index().FirstOrDefault(one => !Given.Contains(one.Item)) is { Item: not null } wrong)
        {
            body.Refuse($"{name}[{wrong.Index}]", $"must be one of {string.Join(", ", Given)}");
        }

        return [.. permissions.Distinct()];
    }
}
