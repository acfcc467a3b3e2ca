using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansFrames.Capture;

namespace OrleansFrames.Json;

/// <summary>Stream's names of track types.</summary>
internal sealed class TrackTypeConverter : JsonConverter<TrackType>
{
    public override TrackType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String && TrackTypes.TryParse(reader.GetString(), out var track)
            ? track
            : throw new JsonException("a track type is TRACK_TYPE_VIDEO or TRACK_TYPE_SCREEN_SHARE");

    public override void Write(Utf8JsonWriter writer, TrackType value, JsonSerializerOptions options) => writer.WriteStringValue(value.WireName());
}
