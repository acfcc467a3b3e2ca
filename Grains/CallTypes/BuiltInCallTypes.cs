using System.Text;
using OrleansFrames.Json;

namespace OrleansFrames.CallTypes;

/// <summary>The call types that exist on a fresh app, with the values GetStream's untouched types show.</summary>
internal static class BuiltInCallTypes
{
    private static readonly RawJson Standard = Resource("settings.json");

    public static RawJson NotificationSettings { get; } = Resource("notifications.json");

    public static IReadOnlyList<string> Names { get; } = ["default", "audio_room", "livestream", "development"];

    public static bool Contains(string name) => Names.Contains(name);

    public static RawJson Settings(string name) => name == "livestream"
        ? CallSettings.Overlay(Standard, Resource("livestream.json"), "settings").Value
        : Standard;

    private static RawJson Resource(string name)
    {
        using var stream = typeof(BuiltInCallTypes).Assembly.GetManifestResourceStream($"OrleansFrames.CallTypes.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new(reader.ReadToEnd().ReplaceLineEndings(""));
    }
}
