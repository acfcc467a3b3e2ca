using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansFrames.Delivery;

/// <summary>Makes the body that is sent from the event that is kept.</summary>
internal static class DeliveryBody
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="payload">The event as the ledger keeps it: a JSON object.</param>
    /// <param name="hasPicture">The event announces a picture: it gets <c>url</c>.</param>
    /// <param name="url">The picture's URL, or null when its retention is over.</param>
    /// <exception cref="JsonException">The payload is no JSON object.</exception>
    public static ReadOnlyMemory<byte> Compose(string payload, Guid eventId, bool hasPicture, string? url)
    {
        using var document = JsonDocument.Parse(payload);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("an event's payload is a JSON object");
        }

        var buffer = new ArrayBufferWriter<byte>(payload.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!IsOurs(member, hasPicture))
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteString("event_id", eventId);
        if (hasPicture)
        {
            writer.WriteString("url", url ?? "");
            if (url is null)
            {
                writer.WriteBoolean("expired", true);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static bool IsOurs(JsonProperty member, bool hasPicture)
        => member.NameEquals("event_id") || (hasPicture && (member.NameEquals("url") || member.NameEquals("expired")));
}
