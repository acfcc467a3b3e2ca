using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OrleansFrames.Json;

namespace OrleansFrames.Api.OpenApi;

/// <summary>
/// JSON schemas of the types that answers are serialised from, as the serialiser sees them: the same options write the answers. Objects become
/// components of their own.
/// </summary>
internal sealed class AnswerSchemas(JsonSerializerOptions json, JsonObject components)
{
    private readonly Dictionary<string, Type> _named = [];

    private static JsonObject Null => new() { ["type"] = "null" };

    private bool HasTextTimes => ReferenceEquals(json, FramesJson.Rfc3339);

    public JsonObject Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Plain(plain) is { } schema)
        {
            return schema;
        }

        var info = json.GetTypeInfo(plain);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => Component(info),
            JsonTypeInfoKind.Enumerable => new() { ["type"] = "array", ["items"] = Of(info.ElementType!) },
            JsonTypeInfoKind.Dictionary => new() { ["type"] = "object", ["additionalProperties"] = Of(info.ElementType!) },
            _ => throw new InvalidOperationException($"The document cannot describe {plain}: tell it how in {nameof(AnswerSchemas)}."),
        };
    }

    public static JsonObject Reference(string component) => new() { ["$ref"] = $"#/components/schemas/{component}" };

    private JsonObject? Plain(Type type)
        => type == typeof(string) ? new() { ["type"] = "string" }
            : type == typeof(bool) ? new() { ["type"] = "boolean" }
            : type == typeof(int) ? new() { ["type"] = "integer", ["format"] = "int32" }
            : type == typeof(long) ? new() { ["type"] = "integer", ["format"] = "int64" }
            : type == typeof(double) ? new() { ["type"] = "number", ["format"] = "double" }
            : type == typeof(Guid) ? new() { ["type"] = "string", ["format"] = "uuid" }
            : type == typeof(DateTimeOffset) ? Time()
            : type == typeof(RawJson) ? new() { ["type"] = "object" }
            : type == typeof(object) ? new()
            : type.IsEnum ? Words(type)
            : null;

    private JsonObject Time() => HasTextTimes
        ? new() { ["type"] = "string", ["format"] = "date-time" }
        : new() { ["type"] = "integer", ["format"] = "int64", ["description"] = "unix nanoseconds" };

    private JsonObject Words(Type type) => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(Enum.ToObject(type, value), type, json))]),
    };

    private JsonObject Component(JsonTypeInfo info)
    {
        var name = info.Type.Name;
        if (_named.TryAdd(name, info.Type))
        {
            var members = new JsonObject();
            var required = new JsonArray();
            // Named before its members are looked at: they may lead back to it.
            components[name] = new JsonObject { ["type"] = "object", ["properties"] = members, ["required"] = required };
            foreach (var property in info.Properties.Where(property => property.Get is not null))
            {
                members[property.Name] = Member(property);
                if (!property.IsGetNullable || IsAlwaysThere(property))
                {
                    required.Add(property.Name);
                }
            }
        }

        return _named[name] == info.Type ? Reference(name) : throw new InvalidOperationException($"Two types of answers have the name {name}.");
    }

    private JsonObject Member(JsonPropertyInfo property)
    {
        // Settings travel as text; which groups there are is known apart from their type.
        var schema = property.PropertyType == typeof(RawJson) && property.Name == "settings" ? Reference(SettingsSchema.Answer) : Of(property.PropertyType);
        return property.IsGetNullable && IsAlwaysThere(property) ? new() { ["anyOf"] = new JsonArray(schema, Null) } : schema;
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property)
        => property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
}
