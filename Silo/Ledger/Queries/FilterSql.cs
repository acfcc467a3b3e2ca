using System.Text.Json;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Silo.Ledger.Queries;

/// <summary>A filter as a condition of SQL. Columns are named as the schema's fields, which alone become text.</summary>
internal sealed class FilterSql(QueryText text, QuerySchema schema, ILedgerDatabase database)
{
    public string Of(Filter filter) => filter.Operator switch
    {
        FilterOperator.And => Join(filter.Parts, " AND "),
        FilterOperator.Or => Join(filter.Parts, " OR "),
        FilterOperator.Nor => text.Part("filter_nor", ("filter", Join(filter.Parts, " OR "))),
        _ => Condition(filter),
    };

    private static object? Sql(FilterValue value) => value.Kind switch
    {
        FilterValueKind.Null => null,
        FilterValueKind.Text => value.Text,
        FilterValueKind.Real => value.Real,
        FilterValueKind.Time => LedgerValues.Of(value.Time),
        _ => value.Whole,
    };

    private static string List(IReadOnlyList<FilterValue> values) => JsonSerializer.Serialize(values.Select(Sql));

    // The three signs that mean something in a pattern are to be found as they are.
    private static string Plain(string text)
        => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static string TypeOf(FilterValue value) => value.Kind switch
    {
        FilterValueKind.Text => "text",
        FilterValueKind.Flag => "flag",
        _ => "number",
    };

    private string Join(IReadOnlyList<Filter> parts, string word)
        => parts.Count == 0 ? text.Part("filter_none") : $"({string.Join(word, parts.Select(Of))})";

    private string Condition(Filter filter)
    {
        var field = schema.Find(filter.Field) ?? throw new InvalidOperationException($"A {schema.Name} has no field {filter.Field}.");
        var own = $"field_{schema.Name}_{field.Name}";
        return field.Kind switch
        {
            QueryFieldKind.Custom => Custom(filter),
            QueryFieldKind.Texts => text.Part(own, ("value", text.Value(List(filter.Values)))),
            _ => Compare(text.Has(own) ? text.Part(own) : $"q.{field.Name}", filter),
        };
    }

    private string Custom(Filter filter)
    {
        var path = ("path", text.Value(database.JsonPath(QuerySchema.CustomPath(filter.Field)!)));
        var value = filter.Values[0];
        if (filter.Operator == FilterOperator.Exists)
        {
            return Compare(text.Part("custom_there", path), filter);
        }

        if (value.Kind == FilterValueKind.Null)
        {
            return Compare(text.Part("custom_any", path), filter);
        }

        return filter.Operator == FilterOperator.Contains
            ? text.Part("custom_item_" + TypeOf(value), path, ("value", text.Value(Sql(value))))
            : Compare(text.Part("custom_" + TypeOf(value), path), filter);
    }

    private string Compare(string field, Filter filter)
    {
        var column = ("field", field);
        var value = filter.Values[0];
        return filter.Operator switch
        {
            FilterOperator.Exists => text.Part(value.Whole == 0 ? "filter_null" : "filter_not_null", column),
            FilterOperator.Equal when value.Kind == FilterValueKind.Null => text.Part("filter_null", column),
            FilterOperator.Equal => With("filter_equal", Sql(value)),
            FilterOperator.Greater => With("filter_greater", Sql(value)),
            FilterOperator.GreaterOrEqual => With("filter_greater_or_equal", Sql(value)),
            FilterOperator.Less => With("filter_less", Sql(value)),
            FilterOperator.LessOrEqual => With("filter_less_or_equal", Sql(value)),
            FilterOperator.In => With(value.Kind == FilterValueKind.Text ? "filter_in_text" : "filter_in_number", List(filter.Values)),
            FilterOperator.Search => With("filter_like", Plain(value.Text)),
            FilterOperator.Autocomplete => With("filter_word", Plain(value.Text) + "%"),
            _ => throw new InvalidOperationException($"{filter.Operator} compares no {filter.Field}."),
        };

        string With(string part, object? compared) => text.Part(part, column, ("value", text.Value(compared)));
    }
}
