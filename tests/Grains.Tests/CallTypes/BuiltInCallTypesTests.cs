using System.Text.Json.Nodes;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Grains.Tests.CallTypes;

public sealed class BuiltInCallTypesTests
{
    // The required members of CallSettingsResponse and its groups.
    private static readonly Dictionary<string, string[]> Groups = new()
    {
        ["audio"] =
        [
            "access_request_enabled", "default_device", "hifi_audio_enabled", "mic_default_on", "opus_dtx_enabled", "redundant_coding_enabled",
            "speaker_default_on",
        ],
        ["backstage"] = ["enabled"],
        ["broadcasting"] = ["enabled", "hls", "rtmp"],
        ["encryption"] = ["mode"],
        ["frame_recording"] = ["capture_interval_in_seconds", "mode", "quality"],
        ["geofencing"] = ["names"],
        ["individual_recording"] = ["mode"],
        ["limits"] = ["max_participants_exclude_roles"],
        ["raw_recording"] = ["mode"],
        ["recording"] = ["audio_only", "layout", "mode", "quality"],
        ["ring"] = ["auto_cancel_timeout_ms", "incoming_call_timeout_ms", "missed_call_timeout_ms"],
        ["screensharing"] = ["access_request_enabled", "enabled"],
        ["session"] = ["inactivity_timeout_seconds"],
        ["thumbnails"] = ["enabled"],
        ["transcription"] = ["closed_caption_mode", "language", "mode"],
        ["video"] = ["access_request_enabled", "camera_default_on", "camera_facing", "enabled", "target_resolution"],
    };

    public static TheoryData<string> Names => ["default", "audio_room", "livestream", "development"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_EveryGroup_HasItsRequiredFields(string name)
    {
        Assert.True(BuiltInCallTypes.Contains(name));
        var settings = JsonNode.Parse(BuiltInCallTypes.Settings(name).Text)!.AsObject();
        Assert.Equal(Groups.Keys.Order(), settings.Select(group => group.Key).Order());
        foreach (var (group, fields) in Groups)
        {
            Assert.All(fields, field => Assert.True(settings[group]![field] is not null, $"{group}.{field} is missing"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_FrameRecording_HasTheDefaults(string name)
        => Assert.Equal(new FrameRecordingSettings("available", 3, "720p"), CallSettings.FrameRecording(BuiltInCallTypes.Settings(name)));

    [Fact]
    public void Settings_Livestream_DiffersWhereStreamsDoes()
    {
        var settings = JsonNode.Parse(BuiltInCallTypes.Settings("livestream").Text)!;
        Assert.True((bool)settings["backstage"]!["enabled"]!);
        Assert.True((bool)settings["audio"]!["hifi_audio_enabled"]!);
        Assert.Equal(1920, (int)settings["video"]!["target_resolution"]!["width"]!);
    }

    [Theory]
    [InlineData("Default")]
    [InlineData("")]
    [InlineData("conference")]
    public void Contains_OtherName_IsFalse(string name) => Assert.False(BuiltInCallTypes.Contains(name));

    [Fact]
    public void NotificationSettings_HaveEveryRequiredMember()
    {
        var settings = JsonNode.Parse(BuiltInCallTypes.NotificationSettings.Text)!.AsObject();
        Assert.NotNull(settings["enabled"]);
        foreach (var kind in (string[])["call_live_started", "call_missed", "call_notification", "call_ring", "session_started"])
        {
            Assert.All((string[])["apns", "enabled", "fcm"], member => Assert.True(settings[kind]![member] is not null, $"{kind}.{member} is missing"));
        }
    }
}
