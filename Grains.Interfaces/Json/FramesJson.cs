using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansFrames.Json;

/// <summary>
/// The two spellings of the wire contract: the same members, only timestamps differ. Members are snake_case; unset optional members are left out.
/// </summary>
public static class FramesJson
{
    /// <summary>Timestamps as RFC 3339 text: event bodies, and answers under <c>/video</c>.</summary>
    public static JsonSerializerOptions Rfc3339 { get; } = Create(new Rfc3339Converter());

    /// <summary>Timestamps as integer unix nanoseconds: answers under <c>/api/v2</c>.</summary>
    public static JsonSerializerOptions Nanoseconds { get; } = Create(new NanosecondsConverter());

    private static JsonSerializerOptions Create(JsonConverter<DateTimeOffset> timestamps)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { timestamps, new TrackTypeConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
