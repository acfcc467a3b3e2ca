using System.Text.Json;
using OrleansFrames.Calls;
using OrleansFrames.Capture;
using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Json;

public sealed class FramesJsonTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(0, "\"2026-01-02T01:04:05Z\"")]
    [InlineData(5_000_000, "\"2026-01-02T01:04:05.5Z\"")]
    [InlineData(1_230_000, "\"2026-01-02T01:04:05.123Z\"")]
    [InlineData(1, "\"2026-01-02T01:04:05.0000001Z\"")]
    public void Rfc3339_Time_IsUtcWithATrimmedFraction(long ticks, string json)
        => Assert.Equal(json, JsonSerializer.Serialize(Time.AddTicks(ticks), FramesJson.Rfc3339));

    [Theory]
    [InlineData(0, "1767315845000000000")]
    [InlineData(1, "1767315845000000100")]
    public void Nanoseconds_Time_IsAnInteger(long ticks, string json)
        => Assert.Equal(json, JsonSerializer.Serialize(Time.AddTicks(ticks), FramesJson.Nanoseconds));

    [Theory]
    [InlineData("\"2026-01-02T01:04:05Z\"")]
    [InlineData("\"2026-01-02T03:04:05+02:00\"")]
    [InlineData("1767315845000000000")]
    public void Both_Spellings_AreReadByBoth(string json)
    {
        foreach (var options in (JsonSerializerOptions[])[FramesJson.Rfc3339, FramesJson.Nanoseconds])
        {
            var read = JsonSerializer.Deserialize<DateTimeOffset>(json, options);
            Assert.Equal(Time, read);
            Assert.Equal(TimeSpan.Zero, read.Offset);
        }
    }

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("99999999999999999999")]
    public void Time_OfAnotherForm_IsRefused(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, FramesJson.Rfc3339));

    [Fact]
    public void TrackType_IsStreamsName()
    {
        Assert.Equal("\"TRACK_TYPE_SCREEN_SHARE\"", JsonSerializer.Serialize(TrackType.ScreenShare, FramesJson.Rfc3339));
        Assert.Equal(TrackType.Video, JsonSerializer.Deserialize<TrackType>("\"TRACK_TYPE_VIDEO\"", FramesJson.Rfc3339));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TrackType>("\"Video\"", FramesJson.Rfc3339));
    }

    [Fact]
    public void Egress_NotRunning_WritesFrameRecordingAsNull()
        => Assert.Equal(
            """{"frame_recording":null,"broadcasting":false,"rtmps":[]}""",
            JsonSerializer.Serialize(new EgressResponse(null), FramesJson.Rfc3339));

    [Fact]
    public void Egress_Running_SaysRunning()
        => Assert.Contains(
            "\"frame_recording\":{\"status\":\"running\"}",
            JsonSerializer.Serialize(new EgressResponse(new FrameRecordingResponse("running")), FramesJson.Rfc3339),
            StringComparison.Ordinal);

    [Fact]
    public void Members_AreSnakeCaseAndUnsetOnesLeftOut()
    {
        var json = JsonSerializer.Serialize(new UserResponse("a", "user") { CreatedAt = Time, UpdatedAt = Time }, FramesJson.Rfc3339);
        Assert.Equal(
            """
            {"id":"a","role":"user","custom":{},"teams":[],"language":"","banned":false,"shadow_banned":false,"invisible":false,"online":false,"blocked_user_ids":[],"created_at":"2026-01-02T01:04:05Z","updated_at":"2026-01-02T01:04:05Z"}
            """,
            json);
    }

    [Fact]
    public void RawJson_KeepsItsText()
    {
        const string text = """{"a":1.50,"Ü":"é<&"}""";
        Assert.Equal(text, JsonSerializer.Serialize(new RawJson(text), FramesJson.Rfc3339));
        Assert.Equal(text, JsonSerializer.Deserialize<RawJson>(text, FramesJson.Rfc3339).Text);
        Assert.Equal("null", JsonSerializer.Serialize(default(RawJson), FramesJson.Rfc3339));
    }
}
