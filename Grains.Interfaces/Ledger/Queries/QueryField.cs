namespace OrleansFrames.Ledger.Queries;

/// <summary>A field that a query may name.</summary>
/// <param name="Operators">What it may be compared by.</param>
public sealed record QueryField(string Name, QueryFieldKind Kind, IReadOnlyList<FilterOperator> Operators)
{
    /// <summary>Whether answers may be sorted by it.</summary>
    public bool CanSort { get; init; }

    /// <summary>Whether it may have no value.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>What a field holds.</summary>
public enum QueryFieldKind
{
    Text,
    Time,
    Flag,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>Members of the custom data, of any type, named <c>custom.path</c>.</summary>
    Custom,
}
