using System.Text.Json.Nodes;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Api.Input;

/// <summary>JSON schemas of what readers ask for.</summary>
internal static class Shapes
{
    /// <summary>Names the schema of settings groups, which grains judge, among the components of the document.</summary>
    public const string Settings = "CallSettingsRequest";

    public static JsonObject Flag => new() { ["type"] = "boolean" };

    public static JsonObject AnyObject => new() { ["type"] = "object" };

    public static JsonObject SettingsGroups => new() { ["$ref"] = $"#/components/schemas/{Settings}" };

    public static JsonObject Time => new()
    {
        ["type"] = new JsonArray("string", "integer"),
        ["format"] = "date-time",
        ["description"] = "RFC 3339 text with any offset, or unix nanoseconds",
    };

    public static JsonObject Text(int longest) => new() { ["type"] = "string", ["maxLength"] = longest };

    public static JsonObject Id(int longest, string pattern)
        => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = longest, ["pattern"] = pattern };

    public static JsonObject OneOf(IEnumerable<string> values)
        => new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };

    /// <summary>An integer for which 0 is as good as nothing.</summary>
    public static JsonObject Number(int least, int most)
    {
        var schema = Number((long)Math.Min(least, 0), most);
        if (least > 0)
        {
            schema["description"] = $"{least} to {most}; 0 counts as not given";
        }

        return schema;
    }

    public static JsonObject Number(long least, long most)
    {
        var schema = new JsonObject { ["type"] = "integer" };
        if (least > int.MinValue)
        {
            schema["minimum"] = least;
        }

        if (most < long.MaxValue)
        {
            schema["maximum"] = most;
        }

        return schema;
    }

    public static JsonObject Array(JsonObject items, int most) => new() { ["type"] = "array", ["items"] = items, ["maxItems"] = most };

    public static JsonObject Conditions(QuerySchema schema) => new()
    {
        ["type"] = "object",
        ["description"] = string.Join("; ", schema.Fields.Select(field => $"{Name(field)}: {FilterReader.OperatorNames(field)}"))
            + ". A value alone is $eq; $and, $or and $nor take arrays of conditions.",
    };

    private static string Name(QueryField field) => field.Kind == QueryFieldKind.Custom ? "custom.NAME" : field.Name;
}
