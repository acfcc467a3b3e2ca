using System.Text;
using OrleansFrames.Json;

namespace OrleansFrames.CallTypes;

/// <summary>The call types that exist on a fresh app, with the values GetStream's untouched types show.</summary>
internal static class BuiltInCallTypes
{
    private const string Start = "start-frame-recording";
    private const string Stop = "stop-frame-recording";

    private static readonly string[] Common = ["create-call", "read-call", "join-call", "send-audio", "send-video", "screenshare"];

    private static readonly string[] Everything =
    [
        .. Common, Start, Stop, "update-call", "end-call", "kick-user", "block-user", "mute-users", "update-call-member", "remove-call-member",
        "update-call-permissions",
    ];

    private static readonly RawJson Standard = Resource("settings.json");

    public static RawJson NotificationSettings { get; } = Resource("notifications.json");

    public static bool Contains(string name) => name is "default" or "audio_room" or "livestream" or "development";

    public static RawJson Settings(string name) => name == "livestream"
        ? CallSettings.Overlay(Standard, Resource("livestream.json"), "settings").Value
        : Standard;

    public static Dictionary<string, IReadOnlyList<string>> Grants(string name) => new()
    {
        ["admin"] = Everything,
        ["global_admin"] = Everything,
        ["global_read_only"] = ["read-call"],
        ["host"] = Everything,
        ["user"] = Of(name, Common),
        ["call_member"] = Of(name, Common),
        ["guest"] = name == "development" ? Everything : Common,
    };

    private static string[] Of(string name, string[] common) => name switch
    {
        "development" => Everything,
        "livestream" => [.. common, Start, Stop],
        _ => common,
    };

    private static RawJson Resource(string name)
    {
        using var stream = typeof(BuiltInCallTypes).Assembly.GetManifestResourceStream($"OrleansFrames.CallTypes.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new(reader.ReadToEnd().ReplaceLineEndings(""));
    }
}
