namespace OrleansFrames.CallTypes;

/// <summary>Grants by role.</summary>
internal static class GrantMap
{
    /// <summary>A role that is given gets exactly its new list; the others keep theirs.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Merge(
        IReadOnlyDictionary<string, IReadOnlyList<string>> current, IReadOnlyDictionary<string, IReadOnlyList<string>>? given)
    {
        var merged = new Dictionary<string, IReadOnlyList<string>>(current);
        foreach (var (role, permissions) in given ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            merged[role] = permissions;
        }

        return merged;
    }
}
