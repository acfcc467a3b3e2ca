using System.Text.Json.Nodes;

namespace OrleansFrames.Api.Tests.Input;

/// <summary>Bodies each of which has one field that is wrong, made from the schema of the request: every field, and every way to be wrong.</summary>
internal static class BadFields
{
    private const string Nul = "a\0b";

    /// <summary>What is to be sent, and the field that the answer must name.</summary>
    public static IEnumerable<(JsonNode Body, string Field)> Of(JsonObject schema)
        => InObject(schema).Where(bad => bad.Field.Length > 0).Select(bad => (bad.Value!, bad.Field));

    private static IEnumerable<(JsonNode? Value, string Field)> InObject(JsonObject schema)
    {
        foreach (var name in schema["required"]?.AsArray() ?? [])
        {
            yield return (new JsonObject(), (string)name!);
            yield return (new JsonObject { [(string)name!] = null }, (string)name!);
        }

        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            foreach (var (value, field) in Of(member!.AsObject(), name))
            {
                yield return (new JsonObject { [name] = value }, field);
            }
        }

        if (schema["additionalProperties"] is JsonObject any)
        {
            foreach (var (value, field) in Of(any, "anna"))
            {
                yield return (new JsonObject { ["anna"] = value }, field);
            }
        }
    }

    private static IEnumerable<(JsonNode? Value, string Field)> Of(JsonObject schema, string field)
    {
        foreach (var value in Wrong(schema))
        {
            yield return (value, field);
        }

        if (schema["type"] is JsonValue type && (string?)type == "object")
        {
            foreach (var (value, inside) in InObject(schema))
            {
                yield return (value, $"{field}.{inside}");
            }
        }

        if (schema["items"] is JsonObject items)
        {
            foreach (var (value, inside) in Of(items, $"{field}[0]"))
            {
                yield return (new JsonArray(value), inside);
            }
        }

        if (schema.ContainsKey("$ref"))
        {
            yield return (new JsonObject { ["frame_recording"] = 5 }, $"{field}.frame_recording");
            yield return (new JsonObject { ["any"] = new JsonArray() }, $"{field}.any");
        }
    }

    private static IEnumerable<JsonNode?> Wrong(JsonObject schema) => schema["type"] switch
    {
        JsonArray => [true, 1.5, "soon", "2025-02-30T00:00:00Z", "2025-01-01", "2025-01-01T00:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", Number("1e30"), new JsonObject()],
        null => ["x", 1, true, new JsonArray()],
        var type => (string?)type switch
        {
            "boolean" => ["true", 1, 0, new JsonArray(), new JsonObject()],
            "integer" => WrongIntegers(schema),
            "string" => WrongTexts(schema),
            "array" => ["x", 1, true, new JsonObject(), new JsonArray([.. Enumerable.Range(0, (int)schema["maxItems"]! + 1).Select(n => (JsonNode)$"u{n}")])],
            _ => ["x", 1, true, new JsonArray()],
        },
    };

    private static IEnumerable<JsonNode?> WrongIntegers(JsonObject schema)
    {
        foreach (var wrong in (JsonNode[])["5", 1.5, true, new JsonArray(), new JsonObject(), Number("1e400"), Number("5.0"), Number("99999999999999999999"), Number("2147483648")])
        {
            yield return wrong;
        }

        if (schema["minimum"] is { } least)
        {
            yield return (long)least - 1;
        }

        if (schema["maximum"] is { } most)
        {
            yield return (long)most + 1;
        }
    }

    private static IEnumerable<JsonNode?> WrongTexts(JsonObject schema)
    {
        foreach (var wrong in (JsonNode[])[5, true, new JsonArray(), new JsonObject(), Nul])
        {
            yield return wrong;
        }

        if (schema["maxLength"] is { } longest)
        {
            yield return new string('a', (int)longest + 1);
        }

        if (schema.ContainsKey("enum"))
        {
            yield return "no such word";
        }

        foreach (var wrong in schema.ContainsKey("pattern") ? (string[])["", "a b", "a/b", "..", "a:b", "é", "%2F"] : [])
        {
            yield return wrong;
        }
    }

    private static JsonNode Number(string text) => JsonNode.Parse(text)!;
}
