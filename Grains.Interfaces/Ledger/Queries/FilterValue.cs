namespace OrleansFrames.Ledger.Queries;

/// <summary>A value of a filter, with its type.</summary>
[GenerateSerializer, Immutable, Alias("frames.FilterValue")]
public sealed record FilterValue
{
    [Id(0)]
    public FilterValueKind Kind { get; init; }

    /// <summary>Of a text.</summary>
    [Id(1)]
    public string Text { get; init; } = "";

    /// <summary>Of an integer; of a truth value 0 or 1.</summary>
    [Id(2)]
    public long Whole { get; init; }

    /// <summary>Of a number that is no integer.</summary>
    [Id(3)]
    public double Real { get; init; }

    [Id(4)]
    public DateTimeOffset Time { get; init; }

    public static FilterValue Null { get; } = new();

    public static FilterValue Of(string text) => new() { Kind = FilterValueKind.Text, Text = text };

    public static FilterValue Of(long number) => new() { Kind = FilterValueKind.Whole, Whole = number };

    public static FilterValue Of(double number) => new() { Kind = FilterValueKind.Real, Real = number };

    public static FilterValue Of(bool flag) => new() { Kind = FilterValueKind.Flag, Whole = flag ? 1 : 0 };

    public static FilterValue Of(DateTimeOffset time) => new() { Kind = FilterValueKind.Time, Time = time };
}

/// <summary>Types of values in filters.</summary>
public enum FilterValueKind
{
    Null,
    Text,
    Whole,
    Real,
    Flag,
    Time,
}
