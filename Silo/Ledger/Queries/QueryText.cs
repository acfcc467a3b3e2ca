using System.Globalization;

namespace OrleansFrames.Silo.Ledger.Queries;

/// <summary>One query as it is put together of the script's parts. Whatever a request said goes in as a parameter, never as text.</summary>
internal sealed class QueryText(LedgerScript script)
{
    private readonly List<(string Name, object? Value)> _values = [];

    public IReadOnlyList<(string Name, object? Value)> Values => _values;

    public bool Has(string part) => script.Has(part);

    /// <returns>What stands for the value in the query.</returns>
    public string Value(object? value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{_values.Count}");
        _values.Add((name, value));
        return "@" + name;
    }

    /// <summary>Gives a value to a parameter that the script names.</summary>
    public void Set(string name, object? value) => _values.Add((name, value));

    public string Part(string name, params ReadOnlySpan<(string Name, string Text)> parts)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (part, text) in parts)
        {
            texts.Add(part, text);
        }

        return script.Compose(name, texts);
    }
}
