using System.Data.Common;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Silo.Ledger.Queries;

/// <summary>An order in which every row has a place of its own, so that a page can go on behind a row whatever was added or removed meanwhile.</summary>
internal sealed class Keyset
{
    private readonly List<(string Column, QueryFieldKind Kind, bool Descending)> _columns = [];

    /// <param name="usual">The order when none is asked for.</param>
    public Keyset(QueryText text, QuerySchema schema, IReadOnlyList<SortBy> sort, SortBy usual)
    {
        var asked = sort.DefaultIfEmpty(usual).ToList();
        foreach (var by in asked.Append(new(schema.Key, asked[0].Descending)).DistinctBy(one => one.Field))
        {
            var field = schema.Find(by.Field) ?? throw new InvalidOperationException($"A {schema.Name} has no field {by.Field}.");
            var kind = field.Kind == QueryFieldKind.Time ? "sort_of_time" : "sort_of_text";
            _columns.Add((field.IsOptional ? text.Part(kind, ("field", $"q.{field.Name}")) : $"q.{field.Name}", field.Kind, by.Descending));
        }
    }

    public IReadOnlyList<QueryFieldKind> Kinds => [.. _columns.Select(one => one.Kind)];

    /// <summary>The columns that tell a row's place.</summary>
    public string Keys => string.Join(", ", _columns.Select(one => one.Column));

    /// <param name="backwards">The last row first.</param>
    public string Order(bool backwards) => string.Join(", ", _columns.Select(one => $"{one.Column} {(one.Descending == backwards ? "ASC" : "DESC")}"));

    /// <summary>The place of a row whose <see cref="Keys"/> begin at a column.</summary>
    public object[] Place(DbDataReader row, int first)
        => [.. _columns.Select((one, index) => one.Kind == QueryFieldKind.Time ? (object)row.GetInt64(first + index) : row.GetString(first + index))];

    /// <summary>The condition that a row stands behind a place, or before it.</summary>
    public string Beyond(QueryText text, PageCursor? cursor)
    {
        if (cursor is null)
        {
            return text.Part("beyond_none");
        }

        string[] values = [.. cursor.Place.Select(text.Value)];
        return _columns.TrueForAll(one => one.Descending == _columns[0].Descending)
            ? text.Part("beyond_columns", ("columns", Keys), ("than", Than(0)), ("values", string.Join(", ", values)))
            : From(0);

        string Than(int index) => _columns[index].Descending == cursor.Backwards ? ">" : "<";

        string From(int index)
        {
            var (column, than, value) = (("column", _columns[index].Column), ("than", Than(index)), ("value", values[index]));
            return index == _columns.Count - 1
                ? text.Part("beyond_last", column, than, value)
                : text.Part("beyond_first", column, than, value, ("rest", From(index + 1)));
        }
    }
}
