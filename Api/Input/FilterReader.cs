using System.Text.Json;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Api.Input;

/// <summary>Reads the conditions of a query: fields and operators that the query does not have, and values of a wrong type, are named.</summary>
internal sealed class FilterReader(QuerySchema schema, InputErrors errors)
{
    private const int MostConditions = 100;
    private const int MostValues = 100;
    private const int LongestName = 64;

    private static readonly Dictionary<string, FilterOperator> Joins = new()
    {
        ["$and"] = FilterOperator.And,
        ["$or"] = FilterOperator.Or,
        ["$nor"] = FilterOperator.Nor,
    };

    private static readonly Dictionary<string, FilterOperator> Comparisons = new()
    {
        ["$eq"] = FilterOperator.Equal,
        ["$in"] = FilterOperator.In,
        ["$gt"] = FilterOperator.Greater,
        ["$gte"] = FilterOperator.GreaterOrEqual,
        ["$lt"] = FilterOperator.Less,
        ["$lte"] = FilterOperator.LessOrEqual,
        ["$exists"] = FilterOperator.Exists,
        ["$autocomplete"] = FilterOperator.Autocomplete,
        ["$q"] = FilterOperator.Search,
        ["$contains"] = FilterOperator.Contains,
    };

    private int _conditions;

    public Filter Read(JsonElement filter, string path)
    {
        if (filter.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be an object");
            return Filter.All;
        }

        var parts = new List<Filter>();
        foreach (var member in filter.EnumerateObject())
        {
            if (++_conditions > MostConditions)
            {
                errors.Add(path, $"must have at most {MostConditions} conditions in all");
                break;
            }

            parts.AddRange(Member(member.Name, member.Value, Inside(path, member.Name)));
        }

        return parts.Count == 1 ? parts[0] : Filter.Join(FilterOperator.And, parts);
    }

    // A name may be as long as the body; the answer need not repeat all of it.
    private static string Inside(string path, string name) => $"{path}.{(name.Length > LongestName ? name[..LongestName] : name)}";

    private IEnumerable<Filter> Member(string name, JsonElement value, string path)
    {
        if (Joins.TryGetValue(name, out var join))
        {
            return [Filter.Join(join, Parts(value, path))];
        }

        if (schema.Find(name) is not { } field)
        {
            return Refuse(path, name.StartsWith('$') ? $"must be one of {string.Join(", ", Joins.Keys)}" : $"is no field of this query; it has {FieldNames()}");
        }

        return value.ValueKind == JsonValueKind.Object
            ? Comparing(field, name, value, path)
            : Condition(field, name, "$eq", value, path);
    }

    private List<Filter> Parts(JsonElement list, string path)
    {
        var parts = new List<Filter>();
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostConditions)
        {
            errors.Add(path, $"must be an array of 1 to {MostConditions} objects");
            return parts;
        }

        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            parts.Add(Read(item, $"{path}[{index}]"));
        }

        return parts;
    }

    private List<Filter> Comparing(QueryField field, string name, JsonElement comparisons, string path)
    {
        var conditions = new List<Filter>();
        var isEmpty = true;
        foreach (var comparison in comparisons.EnumerateObject())
        {
            isEmpty = false;
            conditions.AddRange(Condition(field, name, comparison.Name, comparison.Value, Inside(path, comparison.Name)));
        }

        if (isEmpty)
        {
            errors.Add(path, "must have an operator");
        }

        return conditions;
    }

    private IEnumerable<Filter> Condition(QueryField field, string name, string comparison, JsonElement value, string path)
    {
        if (!Comparisons.TryGetValue(comparison, out var operation) || !field.Operators.Contains(operation))
        {
            return Refuse(path, $"must be compared by one of {OperatorNames(field)}");
        }

        if (operation != FilterOperator.In)
        {
            return FilterValues.Read(field, operation, value, out var reason) is { } one ? [Filter.Of(name, operation, one)] : Refuse(path, reason!);
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MostValues)
        {
            return Refuse(path, $"must be an array of 1 to {MostValues} values");
        }

        var values = new List<FilterValue>();
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            if (FilterValues.Read(field, operation, item, out var reason) is not { } one)
            {
                return Refuse($"{path}[{index}]", reason!);
            }

            values.Add(one);
        }

        return FilterValues.AreAlike(values) ? [Filter.Of(name, operation, values)] : Refuse(path, "must be values of one type");
    }

    private IEnumerable<Filter> Refuse(string path, string reason)
    {
        errors.Add(path, reason);
        return [];
    }

    private string FieldNames() => string.Join(", ", schema.Fields.Select(field => field.Kind == QueryFieldKind.Custom ? "custom.NAME" : field.Name));

    public static string OperatorNames(QueryField field)
        => string.Join(", ", Comparisons.Where(comparison => field.Operators.Contains(comparison.Value)).Select(comparison => comparison.Key));
}
