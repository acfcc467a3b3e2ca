using System.Globalization;
using System.Text.Json.Nodes;
using OrleansFrames.Capture;

namespace OrleansFrames.CallTypes;

/// <summary>The settings group <c>frame_recording</c> (GetStream's FrameRecordingSettings).</summary>
/// <param name="Mode"><c>available</c>, <c>disabled</c> or <c>auto-on</c>. Default: available.</param>
/// <param name="IntervalSeconds">2 to 60 s between two pictures of a track. Default: 3.</param>
/// <param name="Quality">The shorter side of the pictures: 360p, 420p, 480p, 720p, 1080p or 1440p. Default: 720p.</param>
/// <param name="Format">An extension of ours; the contract has JPEG alone. Default: jpeg.</param>
public sealed record FrameRecordingSettings(string Mode, int IntervalSeconds, string Quality, PictureFormat Format = PictureFormat.Jpeg)
{
    /// <summary>Shorter side of the pictures in pixels.</summary>
    public int ShortSide => int.Parse(Quality.AsSpan(0, Quality.Length - 1), CultureInfo.InvariantCulture);

    public bool IsDisabled => Mode == "disabled";

    public bool IsAutoOn => Mode == "auto-on";

    /// <param name="group">The group; all of its fields are there, but for a format that is not the default.</param>
    public static FrameRecordingSettings From(JsonNode group) => new(
        (string)group["mode"]!,
        (int)group["capture_interval_in_seconds"]!,
        (string)group["quality"]!,
        PictureFormats.TryParse((string?)group["format"], out var format) ? format : PictureFormat.Jpeg);

    /// <summary>Leaves the default format unsaid, so that answers have the contract's fields alone until someone asks for more.</summary>
    /// <param name="group">A group that <see cref="Check"/> finds nothing wrong with.</param>
    public static void Tidy(JsonObject group)
    {
        if ((string?)group["format"] == PictureFormat.Jpeg.WireName())
        {
            group.Remove("format");
        }
    }

    /// <summary>What is wrong with the group, field by field, under the names of the JSON.</summary>
    public static IEnumerable<(string Field, string Reason)> Check(JsonNode group)
    {
        if (!group["mode"].IsOneOf(FrameRecordingLimits.Modes))
        {
            yield return ("mode", $"must be one of {string.Join(", ", FrameRecordingLimits.Modes)}");
        }

        if (!group["capture_interval_in_seconds"].IsIntegerIn(FrameRecordingLimits.LeastSeconds, FrameRecordingLimits.MostSeconds))
        {
            yield return ("capture_interval_in_seconds", "must be a whole number of seconds from 2 to 60");
        }

        if (!group["quality"].IsOneOf(FrameRecordingLimits.Qualities))
        {
            yield return ("quality", $"must be one of {string.Join(", ", FrameRecordingLimits.Qualities)}");
        }

        if (group["format"] is { } format && !format.IsOneOf(FrameRecordingLimits.Formats))
        {
            yield return ("format", $"must be one of {string.Join(", ", FrameRecordingLimits.Formats)}");
        }
    }
}
