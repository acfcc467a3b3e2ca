using System.Text.Json;
using System.Text.Unicode;

namespace OrleansFrames.Api.Input;

/// <summary>Parses a request body: UTF-8 JSON, one object, no member twice, at most 32 levels deep. No body and <c>null</c> are <c>{}</c>.</summary>
internal static class JsonBody
{
    private const int Deepest = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    /// <returns>The object, or null with what is wrong in <paramref name="error"/>.</returns>
    public static JsonElement? TryParse(ReadOnlyMemory<byte> bytes, out string? error)
    {
        error = null;
        if (bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            switch (document.RootElement.ValueKind)
            {
                case JsonValueKind.Null:
                    return Empty;
                case JsonValueKind.Object when IsReadable(bytes.Span):
                    return document.RootElement.Clone();
                case JsonValueKind.Object:
                    error = "the body is not valid Unicode";
                    return null;
                default:
                    error = "the body must be a JSON object";
                    return null;
            }
        }
        catch (JsonException wrong)
        {
            error = $"the body is not valid JSON: {Reason(wrong)}";
            return null;
        }
        catch (InvalidOperationException)
        {
            // What the parser throws for a member name of broken Unicode.
            error = "the body is not valid Unicode";
            return null;
        }
    }

    public static bool IsObject(ReadOnlySpan<byte> bytes) => bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    public static JsonElement Empty { get; } = JsonElement.Parse("{}"u8);

    // The parser checks neither bytes nor escapes of texts: both would throw only where somebody reads them.
    private static bool IsReadable(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return false;
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && reader.GetString() is null)
            {
                return false;
            }
        }

        return true;
    }

    // The exception's own text ends with a path and a position in a form for programmers.
    private static string Reason(JsonException wrong)
    {
        var end = wrong.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? wrong.Message : wrong.Message[..end];
    }
}
