namespace OrleansFrames.Storage;

/// <summary>What the external storages of an app may be.</summary>
internal static class StorageRules
{
    /// <summary>As GetStream's.</summary>
    public const int Most = 10;

    private const string Reserved = "stream-";

    public static Refusal? WhyNotNew(ExternalStorage storage, IReadOnlyList<ExternalStorage> known)
        => WhyReserved(storage.Name)
            ?? (known.Any(one => one.Name == storage.Name) ? Refusal.Input("name", $"external storage '{storage.Name}' exists already")
            : known.Count >= Most ? Refusal.Input("name", $"an app has at most {Most} external storages")
            : null);

    /// <summary>The storage as an update makes it: without credentials it keeps those it has, which are of the same type.</summary>
    public static Outcome<ExternalStorage> Next(ExternalStorage update, IReadOnlyList<ExternalStorage> known)
        => known.FirstOrDefault(one => one.Name == update.Name) is not { } old ? Missing(update.Name)
            : update.SealedAccess is not null ? update
            : old.Type == update.Type ? update with { SealedAccess = old.SealedAccess }
            : Refusal.Input("storage_type", "changes, which needs the credentials of the new type");

    public static Refusal Missing(string name) => Refusal.NotFound($"external storage '{name}' does not exist");

    // GetStream's own words.
    private static Refusal? WhyReserved(string name)
    {
        var reason = $"{name} name reserved for internal use";
        return name.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
            ? new(RefusalKind.Input, reason, new Dictionary<string, string> { ["name"] = reason })
            : null;
    }
}
