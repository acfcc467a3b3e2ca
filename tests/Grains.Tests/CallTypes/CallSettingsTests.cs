using System.Text.Json.Nodes;
using OrleansFrames.CallTypes;
using OrleansFrames.Capture;
using OrleansFrames.Json;

namespace OrleansFrames.Grains.Tests.CallTypes;

public sealed class CallSettingsTests
{
    private static readonly RawJson Standard = BuiltInCallTypes.Settings("default");

    [Fact]
    public void FrameRecording_Untouched_IsAvailableThreeSeconds720p()
        => Assert.Equal(new FrameRecordingSettings("available", 3, "720p"), CallSettings.FrameRecording(Standard));

    [Theory]
    [InlineData("""{"frame_recording":{"quality":"1080p"}}""", "available", 3, 1080)]
    [InlineData("""{"frame_recording":{"capture_interval_in_seconds":2}}""", "available", 2, 720)]
    [InlineData("""{"frame_recording":{"capture_interval_in_seconds":60}}""", "available", 60, 720)]
    [InlineData("""{"frame_recording":{"mode":"disabled"}}""", "disabled", 3, 720)]
    [InlineData("""{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":5}}""", "auto-on", 5, 720)]
    [InlineData("""{"frame_recording":{"quality":"420p"}}""", "available", 3, 420)]
    [InlineData("""{"frame_recording":{"mode":null,"quality":null}}""", "available", 3, 720)]
    [InlineData("""{"frame_recording":null}""", "available", 3, 720)]
    [InlineData("""{"frame_recording":{}}""", "available", 3, 720)]
    [InlineData("{}", "available", 3, 720)]
    [InlineData("""{"something_new":{"x":1}}""", "available", 3, 720)]
    public void Overlay_NamedFields_ChangeThoseAlone(string over, string mode, int interval, int shortSide)
    {
        var merged = Merged(over);
        var settings = CallSettings.FrameRecording(merged);
        Assert.Equal((mode, interval, shortSide), (settings.Mode, settings.IntervalSeconds, settings.ShortSide));

        var (before, after) = (JsonNode.Parse(Standard.Text)!.AsObject(), JsonNode.Parse(merged.Text)!.AsObject());
        before.Remove("frame_recording");
        after.Remove("frame_recording");
        Assert.True(JsonNode.DeepEquals(before, after), "another group changed");
    }

    [Theory]
    [InlineData("360p")]
    [InlineData("420p")]
    [InlineData("480p")]
    [InlineData("720p")]
    [InlineData("1080p")]
    [InlineData("1440p")]
    public void Overlay_EveryQuality_IsAccepted(string quality)
        => Assert.Equal(quality, CallSettings.FrameRecording(Merged($$$"""{"frame_recording":{"quality":"{{{quality}}}"}}""")).Quality);

    [Theory]
    [InlineData("jpeg", PictureFormat.Jpeg)]
    [InlineData("webp", PictureFormat.Webp)]
    [InlineData("png", PictureFormat.Png)]
    public void Overlay_EveryFormat_IsAccepted(string name, PictureFormat format)
        => Assert.Equal(format, CallSettings.FrameRecording(Merged($$$"""{"frame_recording":{"format":"{{{name}}}"}}""")).Format);

    [Fact]
    public void Overlay_Format_IsSaidOnlyWhenItIsNotTheDefault_AndKeptUntilItIsNamedAgain()
    {
        Assert.Null(Format(Standard));
        var webp = Over(Standard, """{"format":"webp"}""");
        Assert.Equal("webp", Format(webp));
        Assert.Equal("webp", Format(Over(webp, """{"quality":"360p","format":null}""")));
        Assert.Equal("png", Format(Over(webp, """{"format":"png"}""")));
        Assert.Null(Format(Over(webp, """{"format":"jpeg"}""")));

        static RawJson Over(RawJson settings, string group)
            => CallSettings.Overlay(settings, new($$"""{"frame_recording":{{group}}}"""), "settings").Value;
        static string? Format(RawJson settings) => (string?)JsonNode.Parse(settings.Text)!["frame_recording"]!["format"];
    }

    [Theory]
    [InlineData("capture_interval_in_seconds", "0")]
    [InlineData("capture_interval_in_seconds", "1")]
    [InlineData("capture_interval_in_seconds", "61")]
    [InlineData("capture_interval_in_seconds", "-3")]
    [InlineData("capture_interval_in_seconds", "2.5")]
    [InlineData("capture_interval_in_seconds", "99999999999")]
    [InlineData("capture_interval_in_seconds", "\"text\"")]
    [InlineData("capture_interval_in_seconds", "\"3\"")]
    [InlineData("capture_interval_in_seconds", "true")]
    [InlineData("capture_interval_in_seconds", "[3]")]
    [InlineData("capture_interval_in_seconds", "{}")]
    [InlineData("quality", "\"4k\"")]
    [InlineData("quality", "\"720P\"")]
    [InlineData("quality", "\"\"")]
    [InlineData("quality", "720")]
    [InlineData("quality", "{}")]
    [InlineData("format", "\"jpg\"")]
    [InlineData("format", "\"WEBP\"")]
    [InlineData("format", "\"avif\"")]
    [InlineData("format", "\"\"")]
    [InlineData("format", "1")]
    [InlineData("format", "true")]
    [InlineData("format", "[\"png\"]")]
    [InlineData("format", "{}")]
    [InlineData("mode", "\"on\"")]
    [InlineData("mode", "\"\"")]
    [InlineData("mode", "1")]
    [InlineData("mode", "false")]
    public void Overlay_BadFrameRecording_IsRefusedWithTheFieldsPath(string field, string value)
        => AssertRefused($$$"""{"frame_recording":{"{{{field}}}":{{{value}}}}}""", $"settings.frame_recording.{field}");

    [Theory]
    [InlineData("4")]
    [InlineData("901")]
    [InlineData("5.5")]
    [InlineData("\"30\"")]
    public void Overlay_BadInactivity_IsRefusedWithTheFieldsPath(string value)
        => AssertRefused($$$"""{"session":{"inactivity_timeout_seconds":{{{value}}}}}""", "settings.session.inactivity_timeout_seconds");

    [Theory]
    [InlineData(5)]
    [InlineData(900)]
    public void Overlay_Inactivity_IsSeconds(int seconds)
        => Assert.Equal(
            TimeSpan.FromSeconds(seconds), CallSettings.InactivityTimeout(Merged($$$"""{"session":{"inactivity_timeout_seconds":{{{seconds}}}}}""")));

    [Theory]
    [InlineData("""{"frame_recording":5}""", "settings.frame_recording")]
    [InlineData("""{"frame_recording":"720p"}""", "settings.frame_recording")]
    [InlineData("""{"audio":[]}""", "settings.audio")]
    [InlineData("[]", "settings")]
    [InlineData("null", "settings")]
    [InlineData("\"x\"", "settings")]
    public void Overlay_WhatIsNoObject_IsRefusedByName(string over, string field) => AssertRefused(over, field);

    [Theory]
    [InlineData("""{"audio":{"mic_default_on":"yes"}}""", "settings.audio.mic_default_on")]
    [InlineData("""{"audio":{"default_device":1}}""", "settings.audio.default_device")]
    [InlineData("""{"audio":{"noise_cancellation":"auto-on"}}""", "settings.audio.noise_cancellation")]
    [InlineData("""{"geofencing":{"names":"europe"}}""", "settings.geofencing.names")]
    [InlineData("""{"video":{"target_resolution":{"width":"1280"}}}""", "settings.video.target_resolution.width")]
    [InlineData("""{"backstage":{"enabled":{}}}""", "settings.backstage.enabled")]
    public void Overlay_ValueOfAnotherKind_IsRefusedWithTheFieldsPath(string over, string field) => AssertRefused(over, field);

    [Fact]
    public void Overlay_SeveralWrong_AreAllNamed()
    {
        var refusal = CallSettings.Overlay(
            Standard, new("""{"frame_recording":{"mode":"x","quality":"4k"},"session":{"inactivity_timeout_seconds":1},"audio":7}"""), "o").Refusal!;
        Assert.Equal(
            ["o.audio", "o.frame_recording.mode", "o.frame_recording.quality", "o.session.inactivity_timeout_seconds"], refusal.Fields.Keys.Order());
        Assert.All(refusal.Fields, field => Assert.Contains($"{field.Key} {field.Value}", refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Overlay_OtherGroups_AreMergedFieldByField()
    {
        var merged = JsonNode.Parse(Merged(
            """{"audio":{"mic_default_on":false},"video":{"target_resolution":{"width":640}},"limits":{"max_participants":5},"backstage":{"join_ahead_time_seconds":9}}""")
            .Text)!;
        Assert.False((bool)merged["audio"]!["mic_default_on"]!);
        Assert.Equal("speaker", (string)merged["audio"]!["default_device"]!);
        Assert.Equal((640, 720), ((int)merged["video"]!["target_resolution"]!["width"]!, (int)merged["video"]!["target_resolution"]!["height"]!));
        Assert.Equal(5, (int)merged["limits"]!["max_participants"]!);
        Assert.Equal(9, (int)merged["backstage"]!["join_ahead_time_seconds"]!);
    }

    [Fact]
    public void Overlay_Refused_LeavesTheCurrentAlone()
    {
        var before = Standard.Text;
        CallSettings.Overlay(Standard, new("""{"frame_recording":{"mode":"x"}}"""), "settings");
        Assert.Equal(before, Standard.Text);
    }

    private static RawJson Merged(string over)
    {
        var outcome = CallSettings.Overlay(Standard, new(over), "settings");
        Assert.Null(outcome.Refusal);
        return outcome.Value;
    }

    private static void AssertRefused(string over, string field)
    {
        var refusal = CallSettings.Overlay(Standard, new(over), "settings").Refusal;
        Assert.NotNull(refusal);
        Assert.Equal(RefusalKind.Input, refusal.Kind);
        Assert.Equal([field], refusal.Fields.Keys);
    }
}
