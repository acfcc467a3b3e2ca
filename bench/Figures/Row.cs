using System.Globalization;

namespace OrleansFrames.Bench.Figures;

/// <summary>One line of figures: <c>row=NAME n=N value=X floor=Y unit=U</c>, and what helps to judge them.</summary>
/// <param name="Name">Of what was measured.</param>
/// <param name="N">How many did it at once.</param>
/// <param name="Value">The median of the runs.</param>
/// <param name="Floor">The peer's, in the same unit, measured in turn with it.</param>
internal sealed record Row(string Name, int N, double Value, double Floor, string Unit)
{
    /// <summary>Further figures, in the order in which they are shown.</summary>
    public IReadOnlyList<(string Name, string Value)> More { get; init; } = [];

    public override string ToString() => string.Join(' ', (string[])
    [
        $"row={Name}", Text("n", N), Text("value", Value), Text("floor", Floor), $"unit={Unit}", .. More.Select(figure => $"{figure.Name}={figure.Value}"),
    ]);

    /// <summary>A figure with as many digits as mean something.</summary>
    public static string Figure(double figure) => double.IsNaN(figure) ? "none"
        : figure.ToString(Math.Abs(figure) switch { >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);

    private static string Text(string name, double figure) => $"{name}={Figure(figure)}";

    private static string Text(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}={number}");
}
