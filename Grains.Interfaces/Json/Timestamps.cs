using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansFrames.Json;

/// <summary>RFC 3339 in UTC with <c>Z</c>, the fraction trimmed of trailing zeros.</summary>
internal sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => TimestampReader.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
}

/// <summary>Unix nanoseconds as a plain integer.</summary>
internal sealed class NanosecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => TimestampReader.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        => writer.WriteNumberValue((value - DateTimeOffset.UnixEpoch).Ticks * 100);
}

/// <summary>Reads both spellings: SDKs send RFC 3339 text, .NET's sends nanoseconds.</summary>
internal static class TimestampReader
{
    public static DateTimeOffset Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100),
        JsonTokenType.String when DateTimeOffset.TryParse(
            reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) => parsed.ToUniversalTime(),
        _ => throw new JsonException("a timestamp is RFC 3339 text or an integer of unix nanoseconds"),
    };
}
