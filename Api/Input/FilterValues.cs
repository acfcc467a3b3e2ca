using System.Text.Json;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Api.Input;

/// <summary>Reads what a field is compared with.</summary>
internal static class FilterValues
{
    private const int LongestText = 1_024;

    /// <returns>Null when it is of a wrong type; then <paramref name="reason"/> says so.</returns>
    public static FilterValue? Read(QueryField field, FilterOperator operation, JsonElement value, out string? reason)
    {
        reason = null;
        if (operation == FilterOperator.Exists)
        {
            return Flag(value, out reason);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            reason = "must not be null";
            return field.IsOptional && operation == FilterOperator.Equal ? FilterValue.Null : null;
        }

        return operation is FilterOperator.Autocomplete or FilterOperator.Search ? Text(value, out reason) : field.Kind switch
        {
            QueryFieldKind.Time => Time(value, out reason),
            QueryFieldKind.Flag => Flag(value, out reason),
            QueryFieldKind.Custom => Any(value, out reason),
            _ => Text(value, out reason),
        };
    }

    /// <summary>Whether values can be told from others by one comparison.</summary>
    public static bool AreAlike(IReadOnlyList<FilterValue> values) => values.Select(value => value.Kind switch
    {
        FilterValueKind.Real => FilterValueKind.Whole,
        var kind => kind,
    }).Distinct().Count() <= 1;

    private static FilterValue? Text(JsonElement value, out string? reason)
    {
        reason = $"must be a string of at most {LongestText} characters";
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestText } text ? FilterValue.Of(text) : null;
    }

    private static FilterValue? Flag(JsonElement value, out string? reason)
    {
        reason = "must be true or false";
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? FilterValue.Of(value.GetBoolean()) : null;
    }

    private static FilterValue? Time(JsonElement value, out string? reason)
    {
        reason = "must be RFC 3339 text or an integer of unix nanoseconds";
        return value.ValueKind == JsonValueKind.String && Timestamp.TryParse(value.GetString()!, out var time) ? FilterValue.Of(time)
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var nanoseconds) ? FilterValue.Of(Timestamp.FromNanoseconds(nanoseconds))
            : null;
    }

    private static FilterValue? Any(JsonElement value, out string? reason)
    {
        reason = "must be a string, a number, true or false";
        return value.ValueKind switch
        {
            JsonValueKind.String => Text(value, out reason),
            JsonValueKind.True or JsonValueKind.False => FilterValue.Of(value.GetBoolean()),
            JsonValueKind.Number when value.TryGetInt64(out var whole) => FilterValue.Of(whole),
            JsonValueKind.Number when value.TryGetDouble(out var real) && double.IsFinite(real) => FilterValue.Of(real),
            _ => null,
        };
    }
}
