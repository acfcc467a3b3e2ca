using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansFrames.Json;

/// <summary>A JSON value kept as its text: what users send us to keep (custom data) and settings groups that we store without acting on them.</summary>
[GenerateSerializer, Immutable, Alias("frames.RawJson")]
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson([property: Id(0)] string Text)
{
    public static RawJson EmptyObject { get; } = new("{}");

    public override string ToString() => Text ?? "null";

    private sealed class RawJsonConverter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
            => writer.WriteRawValue(value.ToString(), skipInputValidation: true);
    }
}
