namespace OrleansFrames.Api.Input;

/// <summary>What is wrong with a request: JSON field (a path where it is nested) to reason. All of it is collected, so one answer names it all.</summary>
internal sealed class InputErrors
{
    private const int MostNamed = 20;
    private readonly Dictionary<string, string> _fields = [];

    public bool Any => _fields.Count > 0;

    public IReadOnlyDictionary<string, string> Fields => _fields;

    public void Add(string field, string reason)
    {
        // A hostile body has a million wrong fields; the answer names the first ones.
        if (_fields.Count < MostNamed)
        {
            _fields.TryAdd(field, reason);
        }
    }
}
