using OrleansFrames.Capture;

namespace OrleansFrames.CallTypes;

/// <summary>What the settings that this service acts on may be (GetStream's FrameRecordingSettingsRequest and SessionSettingsRequest).</summary>
public static class FrameRecordingLimits
{
    /// <summary>Of <c>capture_interval_in_seconds</c>.</summary>
    public const int LeastSeconds = 2;

    /// <summary>Of <c>capture_interval_in_seconds</c>.</summary>
    public const int MostSeconds = 60;

    /// <summary>Of <c>session.inactivity_timeout_seconds</c>.</summary>
    public const int LeastInactivitySeconds = 5;

    /// <summary>Of <c>session.inactivity_timeout_seconds</c>.</summary>
    public const int MostInactivitySeconds = 900;

    public static IReadOnlyList<string> Modes { get; } = ["available", "disabled", "auto-on"];

    /// <summary>The shorter side of the pictures.</summary>
    public static IReadOnlyList<string> Qualities { get; } = ["360p", "420p", "480p", "720p", "1080p", "1440p"];

    /// <summary>An extension of ours; the contract has JPEG alone.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Enum.GetValues<PictureFormat>().Select(format => format.WireName())];
}
