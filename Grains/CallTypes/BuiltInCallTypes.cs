using System.Text;
using OrleansFrames.Json;

namespace OrleansFrames.CallTypes;

/// <summary>The call types that exist on a fresh app, with the values GetStream's untouched types show.</summary>
internal static class BuiltInCallTypes
{
    private static readonly RawJson Standard = Resource("settings.json");

    public static RawJson NotificationSettings { get; } = Resource("notifications.json");

    public static bool Contains(string name) => name is "default" or "audio_room" or "livestream" or "development";

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
