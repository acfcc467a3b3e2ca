namespace OrleansFrames.Ledger.Queries;

/// <summary>A condition on one field, or several joined.</summary>
/// <param name="Field">As the request names it, such as <c>starts_at</c> or <c>custom.color</c>; empty where conditions are joined.</param>
/// <param name="Values">What the field is compared with; more than one for <see cref="FilterOperator.In"/> alone.</param>
/// <param name="Parts">What is joined; empty for a condition on a field.</param>
[GenerateSerializer, Immutable, Alias("frames.Filter")]
public sealed record Filter(
    [property: Id(0)] FilterOperator Operator,
    [property: Id(1)] string Field,
    [property: Id(2)] IReadOnlyList<FilterValue> Values,
    [property: Id(3)] IReadOnlyList<Filter> Parts)
{
    /// <summary>Takes everything.</summary>
    public static Filter All { get; } = Join(FilterOperator.And);

    public static Filter Of(string field, FilterOperator comparison, params IReadOnlyList<FilterValue> values) => new(comparison, field, values, []);

    public static Filter Join(FilterOperator operation, params IReadOnlyList<Filter> parts) => new(operation, "", [], parts);
}

/// <summary>What a filter does; GetStream's names are those of its queries.</summary>
public enum FilterOperator
{
    /// <summary><c>$and</c></summary>
    And,

    /// <summary><c>$or</c></summary>
    Or,

    /// <summary><c>$nor</c>: none of the parts is true.</summary>
    Nor,

    /// <summary><c>$eq</c>; with null the field has no value.</summary>
    Equal,

    /// <summary><c>$in</c>: any of the values; of a field that is a list, any of its items.</summary>
    In,

    /// <summary><c>$gt</c></summary>
    Greater,

    /// <summary><c>$gte</c></summary>
    GreaterOrEqual,

    /// <summary><c>$lt</c></summary>
    Less,

    /// <summary><c>$lte</c></summary>
    LessOrEqual,

    /// <summary><c>$exists</c></summary>
    Exists,

    /// <summary><c>$autocomplete</c>: a word of the text begins with the value, in either case.</summary>
    Autocomplete,

    /// <summary><c>$q</c>: the whole text is the value, in either case.</summary>
    Search,

    /// <summary><c>$contains</c>: the list has the value.</summary>
    Contains,
}
